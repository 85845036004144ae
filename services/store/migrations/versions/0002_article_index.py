"""The index by which articles of the archive are found; `dideban store index` fills it."""

import sqlalchemy as sa
from alembic import op

from services.store import tables

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "article_index",
        sa.Column("number", tables.BigId, nullable=False, autoincrement=True),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_article_index")),
        sa.UniqueConstraint("article_id", name=op.f("uq_article_index_article_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_article_index_at_languages"), "article_index", ["at", "languages"], unique=False
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words USING fts5"
            "(words, content='', detail=none, tokenize='ascii')"
        )
        return
    op.execute(
        "CREATE TABLE article_words (number BIGINT PRIMARY KEY"
        " REFERENCES article_index (number) ON DELETE CASCADE, words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_article_words_words ON article_words USING gin (words)")


def downgrade() -> None:
    op.drop_table("article_words")
    op.drop_table("article_index")
