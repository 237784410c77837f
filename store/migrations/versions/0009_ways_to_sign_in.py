"""By which way a session began."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("session", sa.Column("way", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("session", "way")
