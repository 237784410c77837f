"""What was published together: its files, its corrections, its settled words; one entry, one undo."""

import sqlalchemy as sa
from alembic import op

from store.written.application import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table of publications and let events and corrections name theirs."""
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("build_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("switched_by", sa.Text(), nullable=True),
        sa.Column("switched_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("import_log", sa.Column("publication", sa.Integer(), nullable=True))
    op.add_column("correction", sa.Column("publication", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("correction", "publication")
    op.drop_column("import_log", "publication")
    op.drop_table("publication")
