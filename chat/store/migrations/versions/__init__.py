"""The steps. `down_revision` names the one before; none is changed once it was released."""
