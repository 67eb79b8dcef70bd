"""Find what a reader would see and no catalogue knows, by reading the code's syntax trees."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter

ALWAYS = {"you", "You", "name"}
QUOTED = re.compile(r"“[^”]*”|\([^)]*\)")


@dataclass(frozen=True)
class Find:
    line: int
    owner: str  # the top-level name it stands in; empty at module level
    words: str


def is_vietnamese(words: str) -> bool:
    """Whether a letter carries a mark of the Vietnamese alphabet."""
    return any(
        character in "đĐ"
        or (
            len(parts := unicodedata.normalize("NFD", character)) > 1
            and parts[0].isascii()
            and parts[0].isalpha()
        )
        for character in words
    )


def vietnamese_words(tree: ast.Module) -> Iterator[Find]:
    """Vietnamese in literals anywhere but in docstrings: it belongs in a catalogue.

    An English msgid may quote a Vietnamese word, “like this” or (like this).
    """
    documentation = set(_docstrings(tree))
    msgids = {call.args[0] for _, call in _sentence_calls(tree) if call.args}
    for owner, node in _by_owner(tree):
        match node:
            case ast.Constant(str(words)) if node not in documentation:
                if is_vietnamese(QUOTED.sub("", words) if node in msgids else words):
                    yield Find(node.lineno, owner, words)


def _sentence_calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for owner, node in _by_owner(tree):
        if isinstance(node, ast.Call) and _called(node) == "_":
            yield owner, node


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Docstrings, those of attributes too: every string that is a statement of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _by_owner(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for statement in tree.body:
        owner = _name(statement)
        for node in ast.walk(statement):
            yield owner, node


def _name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            return name
        case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)):
            return name
    return ""


@dataclass
class Parameters:
    """Where a callable takes a Text: by name, by position, and from which position on."""

    bases: tuple[str, ...] = ()
    positions: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    rest: bool = False

    def add(self, name: str, annotation: ast.expr | None) -> None:
        self.positions.append(name)
        if _is_text(annotation):
            self.texts.add(name)


def _is_text(annotation: ast.expr | None) -> bool:
    words = ast.unparse(annotation) if annotation else ""
    return bool(re.search(r"\bText\b", words)) and not re.search(r"\b(str|Callable)\b", words)


def signatures(trees: Iterable[ast.Module]) -> dict[str, Parameters]:
    """Every class (its annotated fields) and function, by a name that only one of them has."""
    found: dict[str, list[Parameters]] = defaultdict(list)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(_fields(node))
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.name].append(_arguments(node))
    unique = {name: candidates[0] for name, candidates in found.items() if len(candidates) == 1}
    return {name: _inherited(name, unique) for name in unique}


def _fields(node: ast.ClassDef) -> Parameters:
    parameters = Parameters(tuple(base.id for base in node.bases if isinstance(base, ast.Name)))
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            parameters.add(statement.target.id, statement.annotation)
    return parameters


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Parameters:
    parameters = Parameters(rest=bool(node.args.vararg and _is_text(node.args.vararg.annotation)))
    for argument in (*node.args.posonlyargs, *node.args.args):
        if argument.arg not in ("self", "cls"):
            parameters.add(argument.arg, argument.annotation)
    parameters.texts |= {arg.arg for arg in node.args.kwonlyargs if _is_text(arg.annotation)}
    return parameters


def _inherited(name: str, found: Mapping[str, Parameters]) -> Parameters:
    own = found[name]
    for base in own.bases:
        if base in found and base != name:
            parent = _inherited(base, found)
            own_positions = [p for p in own.positions if p not in parent.positions]
            positions = [*parent.positions, *own_positions]
            return Parameters((), positions, own.texts | parent.texts, own.rest)
    return own


def plain_strings_for_texts(tree: ast.Module, known: Mapping[str, Parameters]) -> Iterator[Find]:
    """Strings given where a Text is wanted, and words in `verbatim`, which nobody translates."""
    for owner, node in _by_owner(tree):
        if isinstance(node, ast.Call):
            for argument in _text_arguments(node, known):
                for string in _literals(argument):
                    if any(character.isalpha() for character in string):
                        yield Find(node.lineno, owner, string)


def _text_arguments(call: ast.Call, known: Mapping[str, Parameters]) -> Iterator[ast.expr]:
    name = _called(call)
    if name == "verbatim":
        yield from call.args
    elif parameters := known.get(name):
        named = dict(zip(range(len(call.args)), parameters.positions, strict=False))
        for position, argument in enumerate(call.args):
            if named.get(position) in parameters.texts or (
                position not in named and parameters.rest
            ):
                yield argument
        yield from (k.value for k in call.keywords if k.arg in parameters.texts)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(words)):
            yield words
        case ast.JoinedStr(parts):
            yield "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
        case ast.Tuple(items) | ast.List(items):
            for item in items:
                yield from _literals(item)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)
        case ast.BinOp(left=left, right=right):
            yield from _literals(left)
            yield from _literals(right)


def broken_sentences(tree: ast.Module) -> Iterator[Find]:
    """`_` without a literal (no extractor sees it), or whose parameters are not those it names.

    Only a CONSTANT may leave parameters open: where it stands nothing is known yet.
    """
    for owner, call in _sentence_calls(tree):
        match call.args:
            case [ast.Constant(str(msgid))]:
                given = {keyword.arg for keyword in call.keywords}
                named = {name for _, name, _, _ in Formatter().parse(msgid) if name is not None}
                wanted = set() if owner.isupper() else named - ALWAYS
                if None not in given and not wanted <= given <= named:
                    yield Find(call.lineno, owner, msgid)
            case _:
                yield Find(call.lineno, owner, ast.unparse(call))
