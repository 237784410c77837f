"""From and until which day of data a score set by hand counts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the two days."""
    op.add_column("override", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("override", sa.Column("ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("override", "ended_on")
    op.drop_column("override", "starts_on")
