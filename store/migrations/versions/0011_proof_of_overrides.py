"""What was counted or chosen for a score set by hand, and which document proves it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the two columns."""
    op.add_column("override", sa.Column("counted", sa.Text(), nullable=True))
    op.add_column("override", sa.Column("proof", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("override", "proof")
    op.drop_column("override", "counted")
