"""The office's own registration form: a DOCX in which fields stand, `{{ ho_ten }}`.

docxtpl reads tags that Word has torn over several runs. What it may then do is little: a field of
`FIELDS`, and a passage that is left out where a field is empty (`{% if bien_phap %} ... {% endif
%}`). Tags are read from the document's paragraphs first, before any template engine sees them;
what came of that is parsed and walked once more, and rendered in Jinja's sandbox with XML escaping.
So no loop, call, attribute or filter ever runs, whatever a document holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.text import Text, _
from reports import official_words as official
from reports.documents import FormInput, form_title, forms_copies, version_line
from reports.file_kinds import Unreadable
from reports.layout import saved
from reports.printable import printable
from reports.template_package import check_package, not_a_form

Render = Callable[[Text], str]

#: What a form may say: docs/form-templates.md tells what each field holds.
FIELDS = (
    *("co_quan", "cap_tren", "dia_danh", "nam", "ke_hoach", "ten_ban"),
    *("ban", "ho_ten", "chuc_vu", "don_vi", "nhiem_vu", "bien_phap"),
    *("san_pham", "thoi_han", "phoi_hop", "tham_quyen", "trach_nhiem", "chuc_danh_ky"),
    *("nguoi_ky", "phien_ban"),
)
#: Without these a form would say nothing.
NEEDED = ("nhiem_vu",)

_TAG = re.compile(r"\{[{%#].*?[}%#]\}")
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_IF = re.compile(r"\{%(?:p|tr)?\s+if\s+(\w+)\s*%\}")
_END = re.compile(r"\{%(?:p|tr)?\s+endif\s*%\}")
_PASSAGE = re.compile(r"\{%\s*(if|endif)\b")
_OPENING = re.compile(r"\{[{%#]")
_NEW_PARAGRAPH = "\a"  # as docxtpl reads it; a line break would stretch a justified line
_MOST_TAGS = 300
_LONGEST_SHOWN = 60
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If)


def check_template(content: bytes, filename: str) -> tuple[str, ...]:
    """The fields a template has; Unreadable, naming what is wrong, where it cannot be used."""
    check_package(content, filename)
    template = _opened(content, filename)
    fields = _fields(template, filename)
    if missing := [name for name in NEEDED if name not in fields]:
        raise Unreadable(
            _(
                "{file} has no field {field}: a form has to say what is registered.",
                file=filename,
                field=_shown(missing[0]),
            )
        )
    _try_out(template, _source(template, filename), fields, filename)
    return tuple(name for name in FIELDS if name in fields)


def filled_forms(content: bytes, forms: Sequence[FormInput], render: Render) -> bytes:
    """These forms in the office's own template, copies as in the built-in form, in one file.

    Raises ValueError where there is none, Unreadable where the template cannot be used.
    """
    if not forms:
        raise ValueError("a file of forms needs at least one form")
    template = _opened(content, "")
    source, part = _source(template, ""), template.docx.part
    copies = [(form, copy) for form in forms for copy in forms_copies(form)]
    bodies = [
        parse_xml(template.render_xml_part(source, part, _words(form, copy, render), _sandbox()))
        for form, copy in copies
    ]
    body = template.docx.element.body
    for child in list(body):
        body.remove(child)
    for number, rendered in enumerate(bodies, start=1):
        _append(body, rendered, last=number == len(bodies))
    return saved(template.docx, max(form.submitted_at for form in forms))


def _opened(content: bytes, filename: str) -> Any:
    try:
        template = DocxTemplate(BytesIO(content))
        template.render_init()
    except Exception as broken:  # a damaged document raises whatever it meets
        raise Unreadable(not_a_form(filename)) from broken
    return template


def _fields(template: Any, filename: str) -> set[str]:
    """The fields that stand in the text; Unreadable for a tag that is anything else."""
    found: set[str] = set()
    tags = 0
    for words in _paragraphs(template.docx.element.body):
        in_line = [tag for tag in _TAG.findall(words) if tag.startswith("{% ")]
        if sum(1 if _IF.fullmatch(tag) else -1 for tag in in_line if _PASSAGE.match(tag)):
            raise Unreadable(_torn(filename, in_line[0]))
        for tag in _TAG.findall(words):
            tags += 1
            found.update(_field_of(tag, filename))
        if "{" in (rest := _TAG.sub("", words)) or "}" in rest:
            raise Unreadable(_("{file}: a brace stands alone in “{words}”.", **_at(filename, rest)))
    if tags > _MOST_TAGS:
        raise Unreadable(_("{file} has more than {most} fields.", file=filename, most=_MOST_TAGS))
    for part in template.docx.part.package.parts:
        if part.partname != template.docx.part.partname and _has_tags(part.blob):
            raise Unreadable(
                _(
                    "{file}: fields belong into the text, not into {part}.",
                    file=filename,
                    part=str(part.partname),
                )
            )
    return found


def _has_tags(part: bytes) -> bool:
    """Whether a header, a footer, a note or a property holds one, torn over runs or whole."""
    if part.lstrip()[:1] != b"<":
        return False
    words = re.sub(rb"<[^>]*>", b"", part).decode("utf-8", "replace")
    return bool(_OPENING.search(words) or _OPENING.search(part.decode("utf-8", "replace")))


def _field_of(tag: str, filename: str) -> Iterator[str]:
    """The field a tag names, none where it ends a passage; Unreadable for any other tag."""
    if _END.fullmatch(tag):
        return
    named = _FIELD.fullmatch(tag) or _IF.fullmatch(tag)
    if named is None:
        raise Unreadable(
            _(
                "{file}: “{words}” is no field. Only fields and passages with “if” are allowed.",
                **_at(filename, tag),
            )
        )
    if named[1] not in FIELDS:
        raise Unreadable(_("{file}: there is no field “{words}”.", **_at(filename, named[1])))
    yield named[1]


def _at(filename: str, words: str) -> dict[str, str]:
    return {"file": filename, "words": printable(words)[:_LONGEST_SHOWN]}


def _shown(field: str) -> str:
    return "{{ " + field + " }}"


def _paragraphs(body: Any) -> Iterator[str]:
    """The text of each paragraph, without that of boxes within it, which are paragraphs too."""
    for paragraph in body.iter(qn("w:p")):
        yield "".join(
            text.text or ""
            for text in paragraph.iter(qn("w:t"))
            if next(text.iterancestors(qn("w:p"))) is paragraph
        )


def _source(template: Any, filename: str) -> str:
    """The body as Jinja reads it, after everything in it has been found harmless."""
    raw = template.get_xml()
    if _OPENING.search(re.sub(r"<w:t(?:\s[^>]*)?>[^<]*</w:t>", "", raw)):
        raise Unreadable(
            _("{file}: a field stands outside the text, in a property.", file=filename)
        )
    source = str(template.patch_xml(raw))
    try:
        tree = _sandbox().parse(source)
    except TemplateError as broken:
        raise Unreadable(
            _(
                "{file}: a passage with “if” is not closed by “endif” (around line {line}).",
                file=filename,
                line=str(getattr(broken, "lineno", "?")),
            )
        ) from broken
    for node in _all(tree):
        if not isinstance(node, _ALLOWED) or (
            isinstance(node, nodes.Name) and node.name not in FIELDS
        ):
            raise Unreadable(
                _("{file}: “{words}” is not allowed.", **_at(filename, type(node).__name__))
            )
    return source


def _try_out(template: Any, source: str, fields: set[str], filename: str) -> None:
    """Whether the document stays whole whichever of its passages are left out."""
    for empty in ("", *sorted(fields)):
        given = {name: "" if name == empty else "x" for name in FIELDS}
        try:
            parse_xml(template.render_xml_part(source, template.docx.part, given, _sandbox()))
        except Exception as torn:  # Jinja's errors, and lxml's of what came out
            raise Unreadable(_torn(filename, empty or "…")) from torn


def _torn(filename: str, words: str) -> Text:
    return _(
        "{file}: the passage “{words}” begins in one cell or paragraph and ends in another. Begin "
        "and end it in the same one, or give it paragraphs of its own with “{own}”.",
        own="{%p if ... %}",
        **_at(filename, words),
    )


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True)


def _append(body: Any, rendered: Any, *, last: bool) -> None:
    """One copy after the others: a section of its own, numbered from 1."""
    children = list(rendered)
    section = children.pop() if children and children[-1].tag == qn("w:sectPr") else None
    for child in children:
        body.append(child)
    section = section if section is not None else OxmlElement("w:sectPr")
    if last:
        body.append(section)
        return
    end = body[-1] if len(body) and body[-1].tag == qn("w:p") else None
    if end is None or end.find(".//" + qn("w:sectPr")) is not None:
        end = parse_xml(f"<w:p {nsdecls('w')}/>")
        body.append(end)
    end.get_or_add_pPr().append(deepcopy(section))


def _words(form: FormInput, copy: str, render: Render) -> dict[str, str]:
    content, posts = form.content, form.person.posts
    said = {
        "co_quan": form.letterhead.office,
        "cap_tren": form.letterhead.superior,
        "dia_danh": form.letterhead.place or official.PLACE,
        "nam": str(form.year),
        "ke_hoach": form.basis,
        "ten_ban": form_title(form),
        "ban": copy,
        "ho_ten": "" if form.collective else form.person.full_name,
        "chuc_vu": "; ".join(dict.fromkeys(post.position for post in posts)),
        "don_vi": "; ".join(dict.fromkeys(post.unit for post in posts)),
        "nhiem_vu": content.task,
        "bien_phap": content.measures,
        "san_pham": content.product,
        "thoi_han": render(_("before the end of {day}", day=content.due)),
        "phoi_hop": content.person,
        "tham_quyen": content.authority,
        "trach_nhiem": content.responsibility,
        "chuc_danh_ky": form.signer.title.upper(),
        "nguoi_ky": form.signer.name,
        "phien_ban": render(version_line(form)),
    }
    return {name: printable(words).replace("\n", _NEW_PARAGRAPH) for name, words in said.items()}
