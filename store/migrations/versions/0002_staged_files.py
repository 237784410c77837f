"""Files that were received and wait for their publication."""

import sqlalchemy as sa
from alembic import op

from store.written.application import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of waiting files."""
    op.create_table(
        "staged_file",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("staged_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_staged_file_person", "staged_file", ["person"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_staged_file_person", "staged_file")
    op.drop_table("staged_file")
