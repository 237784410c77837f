"""What an administrator is besides, where they also see figures."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column."""
    op.add_column("account", sa.Column("also_role", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("account", "also_role")
