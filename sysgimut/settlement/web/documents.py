"""The two documents of a settlement to download: PDF to print and sign, CSV to compute with."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sysgimut.identity.web.access import requires
from sysgimut.identity.web.pages import viewer_of_request
from sysgimut.identity.web.submission import language
from sysgimut.journal.health import note_access
from sysgimut.settlement import lists
from sysgimut.settlement.documents.render import TooLong, render_pdf
from sysgimut.settlement.documents.tables import csv_text
from sysgimut.settlement.queries import settlements
from sysgimut.settlement.web.views import may_read_health, statement_or_404

SHEET, STATEMENT = "fiche", "etat"


@requires(lists.READ)
@require_safe
def download(request: HttpRequest, kind: str, ending: str, number: str) -> HttpResponse:
    """`fiche` (validation sheet: acts, so health data, noted in the access log) or `etat`, as `pdf` or `csv`."""
    statement = statement_or_404(request, number)
    if kind not in (SHEET, STATEMENT) or ending not in ("pdf", "csv"):
        raise Http404
    viewer = viewer_of_request(request)
    health = may_read_health(viewer, statement)
    if kind == SHEET:
        if not health:
            raise Http404
        note_access(viewer.id, [f"statement:{statement.number}"], "validation sheet")
    (found,) = settlements([statement], language(), health=health)
    document = found.sheet if kind == SHEET else found.document
    name = f"{kind}-{number}.{ending}".replace("/", "_")
    if ending == "csv":
        response = HttpResponse("\ufeff" + csv_text(document), content_type="text/csv; charset=utf-8")
    else:
        try:
            response = HttpResponse(render_pdf(document), content_type="application/pdf")
        except TooLong:
            raise Http404 from None
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
