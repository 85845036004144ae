"""What query trees and documents are drawn from: few words, all of them like one another."""

from hypothesis import strategies as st

from dideban.query.document import Document, read_stretches
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Link,
    Meta,
    Node,
    Not,
    Or,
    Place,
    Prefix,
    StorySources,
    Term,
    Topic,
)
from dideban.text.normalizer import normalize

VOCABULARY = ("gas", "gasps", "GASPS", "gasoline")
"""Words that are prefixes, inflections and other cases of each other."""

OLD: Node = Or((Found(Term("oil")), Found(Term("gas gas"))))
NEW: Node = And((Found(Prefix("gas")), Not(Found(Term("oil"))), Not(Meta("lang", "tr"))))
"""Two versions of one pack."""

words = st.sampled_from(VOCABULARY)
texts = st.lists(st.sampled_from((*VOCABULARY, "oil", ". So", "\n")), max_size=12).map(" ".join)
documents = st.builds(
    lambda title, body, language, sources: Document(
        article_id="a",
        language=language,
        stretches=read_stretches(
            normalize(title, "", body, language),
            {"title": title, "summary": "", "body": body},
            language,
        ),
        story_sources=sources,
    ),
    texts,
    texts,
    st.sampled_from(("en", "tr", "fa")),
    st.integers(1, 3),
)

phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
terms = st.builds(
    lambda text, exact, cased: Term(text, exact=exact or cased, cased=cased),
    phrases,
    st.booleans(),
    st.booleans(),
)
prefixes = st.builds(Prefix, st.sampled_from(("gas", "gaso", "gasp")))
plain = st.one_of(terms, prefixes)
options = st.lists(plain, min_size=2, max_size=3, unique=True).map(lambda o: AnyOf(tuple(o)))
operands = st.one_of(plain, options)
links = st.one_of(
    st.builds(Link, st.sampled_from(("NEAR", "ONEAR")), st.integers(1, 4)), st.just(Link("SAME"))
)
chains = st.integers(2, 3).flatmap(
    lambda n: st.builds(
        Chain,
        st.lists(operands, min_size=n, max_size=n).map(tuple),
        st.lists(links, min_size=n - 1, max_size=n - 1).map(tuple),
    )
)
places: st.SearchStrategy[Place | None] = st.sampled_from((None, "title", "lead", "body", "head"))


def trees_of(pack: Node) -> st.SearchStrategy[Node]:
    """Return trees in which `topic:p` is this version of the pack, as in any query of one parse."""
    atoms: st.SearchStrategy[Node] = st.one_of(
        st.builds(Found, plain, places),
        st.builds(Found, operands, places, st.integers(2, 3)),
        st.builds(Found, chains, places),
        st.builds(Meta, st.just("lang"), st.sampled_from(("en", "tr"))),
        st.sampled_from((Topic("p", None, pack), Topic("p", "title", pack))),
        st.builds(StorySources, st.sampled_from((">=", "=")), st.integers(1, 3)),
    )
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda c: And(tuple(c))),
            st.lists(inner, min_size=2, max_size=3).map(lambda c: Or(tuple(c))),
        ),
        max_leaves=6,
    )


trees = st.one_of(trees_of(OLD), trees_of(NEW))
