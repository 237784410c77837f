"""Which rules of a set the office confirmed as they were read."""

import sqlalchemy as sa
from alembic import op

from store.written.application import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "rule_confirmation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("max_score", sa.Numeric(9, 4), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rule_confirmation_rule_key", "rule_confirmation", ["rule_key"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_rule_confirmation_rule_key", table_name="rule_confirmation")
    op.drop_table("rule_confirmation")
