"""JSON schemas of what the API answers: the words of HSDS 3.1 that the portal uses."""

from typing import Any

Schema = dict[str, Any]
ID: Schema = {"type": "string", "format": "uuid"}
TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri"}
EMAIL: Schema = {"type": "string", "format": "email"}
NUMBER: Schema = {"type": "number"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
_DAY_OF_WEEK = "(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"


def ref(name: str) -> Schema:
    """Reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(name: str) -> Schema:
    """List of objects of a schema."""
    return {"type": "array", "items": ref(name)}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def _entity(about: str, required: str, /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": about,
        "required": required.split(),
        "properties": properties,
        # A word that is spelt wrongly is found by the tests.
        "additionalProperties": False,
    }


SCHEMAS: dict[str, Schema] = {
    "service": _entity(
        "A consultation window. Withdrawn ones (inactive) have few words.",
        "id name status last_modified",
        id=ID,
        organization_id=ID,
        name=TEXT,
        alternate_name=TEXT | {"description": "What it is about"},
        description=TEXT,
        url=URL,
        email=EMAIL,
        status=_one_of("active", "inactive"),
        application_process=TEXT | {"description": "Whether an appointment is needed"},
        fees_description=TEXT,
        eligibility_description=TEXT,
        assured_date=DAY
        | {"description": "When a person last confirmed the facts; absent: none has"},
        alert=TEXT | {"description": "A doubt about the source; of inactive ones the reason"},
        last_modified=MOMENT,
        phones=many("phone"),
        schedules=many("schedule"),
        languages=many("language"),
        cost_options=many("cost_option"),
        service_at_locations=many("service_at_location"),
        organization=ref("organization"),
        attributes=many("attribute"),
    ),
    "organization": _entity(
        "A body that runs windows.",
        "id name description",
        id=ID,
        name=TEXT,
        description=TEXT,
        email=EMAIL,
        website=URL,
        phones=many("phone"),
    ),
    "phone": _entity(
        "A number as it is printed.",
        "id number",
        id=ID,
        service_id=ID,
        organization_id=ID,
        number=TEXT,
        type=_one_of("voice", "fax"),
        description=TEXT,
    ),
    "schedule": _entity(
        "Reception hours. One without opens_at has the hours in words alone.",
        "id description",
        id=ID,
        service_id=ID,
        valid_from=DAY,
        valid_to=DAY,
        timezone=NUMBER,
        freq=_one_of("WEEKLY", "MONTHLY"),
        byday=TEXT | {"pattern": f"^{_DAY_OF_WEEK}(,{_DAY_OF_WEEK})*$"},
        opens_at=TEXT | {"pattern": r"^\d\d:\d\d\+09:00$"},
        closes_at=TEXT | {"pattern": r"^\d\d:\d\d\+09:00$"},
        description=TEXT,
        notes=TEXT | {"description": "Days with other hours"},
        attributes=many("attribute"),
    ),
    "language": _entity(
        "A language in which a window answers.", "id", id=ID, service_id=ID, name=TEXT, code=TEXT
    ),
    "cost_option": _entity(
        "What it costs.",
        "id",
        id=ID,
        service_id=ID,
        option=TEXT,
        amount=NUMBER,
        currency=TEXT,
    ),
    "service_at_location": _entity(
        "A window at its place.",
        "id service_id location_id",
        id=ID,
        service_id=ID,
        location_id=ID,
        location=ref("location"),
    ),
    "location": _entity(
        "A place. Those that are confidential are in no answer.",
        "id location_type",
        id=ID,
        location_type=_one_of("physical"),
        name=TEXT,
        latitude=NUMBER,
        longitude=NUMBER,
        addresses=many("address"),
    ),
    "address": _entity(
        "An address in parts; a part that is not known is empty.",
        "id address_1 city state_province postal_code country address_type",
        id=ID,
        location_id=ID,
        address_1=TEXT,
        address_2=TEXT,
        city=TEXT,
        state_province=TEXT,
        postal_code=TEXT,
        country=_one_of("JP"),
        address_type=_one_of("physical"),
        attributes=many("attribute"),
    ),
    "attribute": _entity(
        "What HSDS has no word for; link_type tells which fact it is.",
        "id link_id link_entity link_type value",
        id=ID,
        link_id=ID,
        link_entity=_one_of("service", "schedule", "address"),
        link_type=TEXT,
        label=TEXT,
        value=TEXT,
        taxonomy_term_id=ID,
        taxonomy_term=ref("taxonomy_term"),
    ),
    "taxonomy": _entity(
        "A list of terms.", "id name description", id=ID, name=TEXT, description=TEXT
    ),
    "taxonomy_term": _entity(
        "A term of a taxonomy.",
        "id name description",
        id=ID,
        code=TEXT,
        name=TEXT,
        description=TEXT,
        taxonomy=TEXT,
        taxonomy_id=ID,
        taxonomy_detail=ref("taxonomy"),
        language=TEXT,
    ),
}
PAGING = {
    "total_items": {"type": "integer", "minimum": 0},
    "total_pages": {"type": "integer", "minimum": 0},
    "page_number": {"type": "integer", "minimum": 1},
    "size": {"type": "integer", "minimum": 0},
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}


def page_of(name: str) -> Schema:
    """Schema of a page of a list."""
    return {
        "type": "object",
        "required": [*PAGING, "contents"],
        "properties": {**PAGING, "contents": many(name)},
        "additionalProperties": False,
    }


ROOT = _entity(
    "What this API is.",
    "version profile openapi_url license",
    version=_one_of("3.1"),
    profile=URL,
    openapi_url=URL,
    license=URL,
)
ERROR = _entity(
    "Why there is no answer, in English and Japanese.",
    "status message message_ja",
    status={"type": "integer"},
    message=TEXT,
    message_ja=TEXT,
    parameter=TEXT,
    allowed=TEXT,
)
