"""Turns a form into plans: the ways in which it can hold, as clauses over atoms.

A document satisfies a form if it satisfies one of its plans: has an atom of each clause and none of
the negatives, and where a plan has a residual the residual holds as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from dideban.query.engine.atoms import Atoms, Clause
from dideban.query.engine.forms import AND, NOT, OR, Form, joined, tree_of
from dideban.query.engine.leaves import Leaves
from dideban.query.engine.nears import Near
from dideban.query.tree import Node

MOST_PLANS: Final = 256
"""An OR inside an AND is multiplied out as long as no more plans than these come of it."""


@dataclass(slots=True)
class Plan:
    """Clauses (one atom of each is needed), atoms that must not be there, and what remains.

    What remains is a pair of things that must be near each other, and any other tree.
    """

    clauses: list[Clause] = field(default_factory=list)
    negatives: list[int] = field(default_factory=list)
    near: Near | None = None
    residual: Node | None = None

    @property
    def is_clause(self) -> bool:
        """Whether one clause is all there is."""
        more = self.negatives or self.near is not None or self.residual is not None
        return len(self.clauses) == 1 and not more


class Planner:
    """Makes the plans of forms over these leaves."""

    def __init__(self, leaves: Leaves, atoms: Atoms) -> None:
        self._leaves = leaves
        self._atoms = atoms

    def plans_of(self, form: Form) -> list[Plan]:
        """Return the plans of a form."""
        plain = self._plain(form)
        if plain is not None:
            return [plain]
        return [self._plan(branch) for branch in self._branches(form)]

    def _plain(self, form: Form) -> Plan | None:
        """Return the plan of words, of an OR of words or of an AND of both, as most forms are."""
        plan = Plan()
        for part in form[1:] if isinstance(form, tuple) and form[0] == AND else (form,):
            if isinstance(part, int) and part < 0:
                atoms = self._words((~part,))
                plan.negatives += atoms
            else:
                words = (part,) if isinstance(part, int) else part[1:] if part[0] == OR else ()
                atoms = self._words(words)
                plan.clauses.append(atoms)
            if not atoms:
                return None
        return plan

    def _words(self, parts: Iterable[Form]) -> Clause:
        """Return the atoms of leaves that are one atom each; nothing where any part is not."""
        atoms: list[int] = []
        for part in parts:
            atom = self._leaves[part].atom if isinstance(part, int) and part >= 0 else 0
            if not atom:
                return ()
            atoms.append(atom)
        return tuple(atoms)

    def _branches(self, form: Form) -> list[Form]:
        """Return forms of which one must hold, each with few alternatives inside."""
        if isinstance(form, int):
            return [form]
        if form[0] == AND:
            return self._multiplied_out(form)
        if form[0] == NOT or self._is_clause(form):
            return [form]
        plain = [part for part in form[1:] if self._is_clause(part)]
        others = [part for part in form[1:] if not self._is_clause(part)]
        together = [joined(OR, plain)] if plain else []
        return together + [branch for part in others for branch in self._branches(part)]

    def _multiplied_out(self, form: tuple[Form, ...]) -> list[Form]:
        """Return the AND once for each way in which its ORs can hold.

        An OR with which there would be too many ways stays as it is.
        """
        parts = form[1:]
        if all(isinstance(part, int) for part in parts):
            return [form]
        ways: list[list[Form]] = [[]]
        for part in parts:
            options = self._options(part)
            if len(ways) * len(options) > MOST_PLANS:
                options = [part]
            ways = [[*way, option] for way in ways for option in options]
        return [joined(AND, way) for way in ways]

    def _options(self, part: Form) -> list[Form]:
        """Return what of an AND's part has to hold, one by one where each is worth a plan."""
        if isinstance(part, int) or part[0] != OR or self._is_clause(part):
            return [part]
        return self._branches(part) if all(map(self._is_positive, part[1:])) else [part]

    def _is_clause(self, form: Form) -> bool:
        """Tell whether the form is one atom, or an OR of atoms."""
        if isinstance(form, int):
            return form >= 0 and self._leaves[form].is_clause
        return form[0] == OR and all(map(self._is_clause, form[1:]))

    def _is_positive(self, form: Form) -> bool:
        """Tell whether something must be there for the form to hold."""
        if isinstance(form, int):
            return form >= 0 and bool(self._leaves[form].clauses)
        some = any if form[0] == AND else all
        return form[0] != NOT and some(map(self._is_positive, form[1:]))

    def _plan(self, form: Form) -> Plan:
        plan = Plan()
        left = self._cover(form, plan)
        plan.residual = None if left is None else tree_of(left, self._leaves)
        return plan

    def _cover(self, form: Form, plan: Plan) -> Form | None:
        """Add to the plan what the form requires; return what of it that does not say."""
        if isinstance(form, int):
            return self._cover_leaf(form, plan)
        if form[0] == AND:
            left = [rest for part in form[1:] if (rest := self._cover(part, plan)) is not None]
            return joined(AND, left) if left else None
        if form[0] == OR:
            return None if self._cover_any(form[1:], plan) else form
        return None if self._cover_not(form[1], plan) else form

    def _cover_leaf(self, form: int, plan: Plan) -> Form | None:
        """Add what a leaf requires or forbids; a plan has room for one pair."""
        if form < 0:
            return None if self._cover_not(~form, plan) else form
        leaf = self._leaves[form]
        plan.clauses += leaf.clauses
        if leaf.exact:
            return None
        if leaf.near is None or plan.near is not None:
            return form
        plan.near = leaf.near
        return None

    def _cover_any(self, parts: tuple[Form, ...], plan: Plan) -> bool:
        """Add one clause that every part needs, of each the rarest; return if that is all."""
        union: dict[int, None] = {}
        exact = covered = True
        for part in parts:
            alone = self._plan(part)
            exact = exact and alone.is_clause
            if alone.clauses:
                rarest: Clause = min(alone.clauses, key=self._atoms.weight)
                union.update(dict.fromkeys(rarest))
            else:
                covered = False
        if covered:
            plan.clauses.append(tuple(union))
        return exact and covered

    def _cover_not(self, form: Form, plan: Plan) -> bool:
        """Add what must not be there for the form not to hold; return whether that is all."""
        if isinstance(form, int):
            leaf = self._leaves[form]
            if leaf.is_clause:
                plan.negatives += leaf.clauses[0]
            return leaf.is_clause
        if form[0] == OR:
            covered = [self._cover_forbidden(part, plan) for part in form[1:]]
            return all(covered)
        return False

    def _cover_forbidden(self, form: Form, plan: Plan) -> bool:
        """Add what one part of a forbidden OR forbids, or requires where the part is a NOT."""
        if isinstance(form, int) and form < 0:
            return self._cover(~form, plan) is None
        if isinstance(form, tuple) and form[0] == NOT:
            return self._cover(form[1], plan) is None
        return self._cover_not(form, plan)
