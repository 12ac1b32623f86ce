"""The components of every page. Parameters and rules: docs/components.md; all of them drawn at /composants/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sysgimut.site import presentation, tables
from sysgimut.site.statuses import status_of

register = template.Library()
register.filter("xof", presentation.amount)
register.filter("number", presentation.number)
register.filter("day", presentation.day)
register.filter("moment", presentation.moment)
register.filter("percent", presentation.percent)
register.filter("yes_no", presentation.yes_no)

Item = Mapping[str, Any]
DECISION_TONES = {"granted": "ok", "partly_granted": "warn", "rejected": "bad", "to_justify": "info"}


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET if isinstance(request, HttpRequest) else QueryDict()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """One drawing of the sprite; silent for screen readers unless `label` names it."""
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon {}" {} focusable="false"><use href="#i-{}"/></svg>', css, named, name)


@register.simple_tag
def status(code: str, label: str = "") -> SafeString:
    """A state as word, icon and colour; `label` replaces the word."""
    look = status_of(code)
    return format_html('<span class="status {}">{}{}</span>', f"tone-{look.tone}", icon(look.icon), label or look.label)


@register.filter("status")
def status_filter(code: str) -> SafeString:
    """`{{ code|status }}`: the same as the tag."""
    return status(code)


@register.simple_tag
def ratio(numerator: int | None, denominator: int | None) -> SafeString:
    """A percentage with the two numbers that make it: never a rate without its denominator."""
    if not denominator or numerator is None:
        return SafeString(presentation.NOTHING)
    return SafeString(render_to_string("components/ratio.html", {"numerator": numerator, "denominator": denominator}))


@register.simple_tag
def cell(value: object, kind: str = "text") -> object:
    """A value drawn as its kind: presentation.KINDS, or "status"."""
    return status(str(value)) if kind == "status" else presentation.show(value, kind)


@register.simple_block_tag(takes_context=True)
def page_header(
    context: template.Context,
    content: str,
    title: str,
    crumbs: Iterable[Item] = (),
    lead: str = "",
    eyebrow: str = "",
) -> str:
    """The head of a page: breadcrumb ({label, url}), eyebrow, title, lead; the content is its actions."""
    return render_to_string(
        "components/page_header.html",
        {
            "title": title,
            "crumbs": crumbs,
            "lead": lead,
            "eyebrow": eyebrow,
            "actions": mark_safe(content.strip()),
        },
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", alert: bool = False) -> str:
    """A message in its box; `alert=True` reads it aloud at once (errors only)."""
    icons = {"ok": "check", "info": "info", "warn": "warning", "bad": "cross", "neutral": "info"}
    return render_to_string(
        "components/notice.html",
        {
            "content": mark_safe(content.strip()),
            "tone": tone,
            "title": title,
            "alert": alert,
            "icon_name": icons[tone],
        },
    )


@register.simple_block_tag
def panel(content: str, title: str, name: str = "", url: str = "", url_label: str = "") -> str:
    """A titled part of a page, with the link that shows all of it; `name` becomes its id."""
    return render_to_string(
        "components/panel.html",
        {"content": content, "title": title, "name": name, "url": url, "url_label": url_label},
    )


@register.inclusion_tag("components/navigation.html")
def navigation(items: Iterable[Item], label: str = "") -> dict[str, object]:
    """The main navigation from the role's items {icon, label, url, current, count}."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/tiles.html")
def tiles(items: Iterable[Item]) -> dict[str, object]:
    """Figures with what they mean: {label, value, kind, denominator, note, status, url}.

    `whole` is what the value is a part of, `whole_text` says it (“sur %(total)s ménages”): the tile then shows both
    numbers and the rate.
    """
    return {"items": [_tile(item) for item in items]}


def _tile(item: Item) -> dict[str, object]:
    kind = item.get("kind", "number")
    drawn = {**item, "text": presentation.show(item["value"], kind)}
    if whole := item.get("whole"):
        said = str(item["whole_text"]) % {"total": presentation.show(whole, kind)}
        drawn["denominator"] = f"{said} · {presentation.percent(item['value'], whole)}"
    return drawn


@register.inclusion_tag("components/data_table.html", takes_context=True)
def data_table(
    context: template.Context,
    rows: Iterable[object],
    columns: Sequence[tables.Column],
    caption: str,
    page: Page[Any] | None = None,
    name: str = "liste",
    empty: str = "",
    empty_title: str = "",
    hide_caption: bool = False,
    dense: bool = False,
) -> dict[str, object]:
    """A list as a table, as cards on a phone: columns as tables.Column, sort, pages, empty state."""
    query = _query(context)
    return {
        "table": tables.table(rows, columns, query),
        "caption": caption,
        "pages": tables.pages(page, query) if page is not None else None,
        "name": name,
        "empty": empty,
        "empty_title": empty_title,
        "hide_caption": hide_caption,
        "dense": dense,
    }


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], name: str = "") -> dict[str, object]:
    """The page links alone, for a list that is not a table."""
    return {"pages": tables.pages(page, _query(context)), "name": name}


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: BaseForm, name: str = "liste", visible: int = 3) -> dict[str, object]:
    """The filters of the table called `name`: the first `visible` fields, then the others on demand."""
    fields = [field for field in form if not field.is_hidden]
    later = fields[visible:]
    return {
        "form": form,
        "name": name,
        "first": fields[:visible],
        "later": later,
        "open": any(field.value() for field in later),
        "active": any(field.value() for field in fields),
        "sort": _query(context).get(tables.SORT, ""),
        "path": context["request"].path if "request" in context else "?",
    }


@register.inclusion_tag("components/definitions.html")
def definitions(items: Iterable[Item | Sequence[Any]], columns: bool = False) -> dict[str, object]:
    """Facts: {label, value, kind, url, note} or (label, value[, kind]); two columns when there is room."""
    return {"items": [_definition(item) for item in items], "columns": columns}


def _definition(item: Item | Sequence[Any]) -> dict[str, object]:
    if not isinstance(item, Mapping):
        item = dict(zip(("label", "value", "kind"), item, strict=False))
    return {**item, "text": cell(item["value"], item.get("kind", "text"))}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, suffix: str = "", width: str = "", optional: bool = True) -> dict[str, object]:
    """A form field: label, hint, error, then the input tied to them.

    `suffix` follows the input (a unit); `width` is short, medium or nothing; `optional=False` does not say
    that a field may stay empty (filters: they all may).
    """
    box = getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset
    marked = optional and not bound.field.required
    return {"field": bound, "suffix": suffix, "width": width, "single_box": box, "optional": marked}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    """What is wrong with a form, in one box above it, each error a link to its field."""
    named = [(bound, bound.errors) for bound in form if bound.errors]
    return {"form": form, "named": named, "general": form.non_field_errors()}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, object]:
    """All the fields of a form, in its order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("components/upload.html")
def upload(
    bound: BoundField, accepted: str = ".csv,.xlsx", limit: int = 25, example_url: str = ""
) -> dict[str, object]:
    """A file field that says what is accepted, how big (`limit`, in MB), and where an example is."""
    listed = [end.strip().lstrip(".").upper() for end in accepted.split(",")]
    widget = bound.as_widget(attrs={"accept": accepted, **_described(bound, f"{bound.auto_id}_accepted")})
    return {
        "field": bound,
        "widget": widget,
        "listed": listed,
        "limit": limit,
        "example_url": example_url,
        "optional": not bound.field.required,
    }


def _described(bound: BoundField, first: str) -> dict[str, str]:
    ids = [first]
    if bound.help_text:
        ids.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return {"aria-describedby": " ".join(ids)}


@register.inclusion_tag("components/search_box.html")
def search_box(
    url: str,
    value: str = "",
    label: str = "",
    hint: str = "",
    name: str = "q",
    box: str = "recherche",
    example: str = "",
) -> dict[str, object]:
    """One box that searches, `?name=`; `box` is its id, to be given when a page has two; `example` stands in it."""
    said = {"url": url, "value": value, "label": label, "hint": hint}
    return {**said, "name": name, "box": box, "example": example}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Item], label: str) -> dict[str, object]:
    """Views of one thing, as links {label, url, current, count}; `label` names the group."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/progress.html")
def progress(value: int, total: int, label: str, url: str = "", unit: str = "") -> dict[str, object]:
    """How far work has come; with `url`, asked again every two seconds while the answer has one."""
    return {"value": value, "total": total, "label": label, "url": url, "unit": unit, "done": value >= total}


@register.inclusion_tag("components/decision.html")
def decision(line: Item, heading: int = 3) -> dict[str, object]:
    """The decision on a line: claimed = granted + rejected + to justify, and why; keys in docs/components.md."""
    code = line.get("status") or decided(line["granted"], line["rejected"], line["to_justify"])
    return {"line": line, "status": code, "tone": DECISION_TONES[code], "heading": heading}


def decided(granted: int, rejected: int, to_justify: int) -> str:
    """The state that three amounts tell; a line with nothing at all is rejected."""
    if to_justify:
        return "to_justify"
    if granted:
        return "partly_granted" if rejected else "granted"
    return "rejected"


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[str], current: int) -> dict[str, object]:
    """Where one stands in a task of several pages; `current` counts from 1."""
    return {"items": items, "current": current, "total": len(items), "name": items[current - 1]}


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: template.Context) -> dict[str, object]:
    """The other languages, each a button that posts to set_language and comes back to this page."""
    request = context.get("request")
    return {
        "csrf_token": context.get("csrf_token"),
        "here": request.get_full_path() if isinstance(request, HttpRequest) else "/",
        "current": presentation.language(),
    }


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", url: str = "", url_label: str = "", icon_name: str = "search"
) -> dict[str, object]:
    """What to say, and what to do, where there is nothing to show."""
    return {"title": title, "text": text, "url": url, "url_label": url_label, "icon_name": icon_name}
