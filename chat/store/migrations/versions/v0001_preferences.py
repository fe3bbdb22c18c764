"""What people and groups chose, and glyphs that people gave."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "people",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("help_improve", sa.Boolean()),
        sa.PrimaryKeyConstraint("user_id", name="pk_people"),
    )
    op.create_table(
        "groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("every_photo", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("full_answers", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("language", sa.String(8)),
        sa.PrimaryKeyConstraint("chat_id", name="pk_groups"),
    )
    op.create_table(
        "glyphs",
        sa.Column(
            "glyph_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("pixels", sa.LargeBinary(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("glyph_id", name="pk_glyphs"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["people.user_id"], name="fk_glyphs_user_id_people", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_glyphs_user_id", "glyphs", ["user_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("glyphs")
    op.drop_table("groups")
    op.drop_table("people")
