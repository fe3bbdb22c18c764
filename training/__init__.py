"""How the network that ships is made and measured. Never imported at run time."""
