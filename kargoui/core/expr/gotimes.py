"""Go's types of time: what the checker knows of what now, date, duration and timezone give."""

from __future__ import annotations

from kargoui.core.expr.gotypes import BOOL, FLOAT, INT, INT64, STRING, GoType, function

_TIME = "time"


def _stringer(name: str, kind: str) -> GoType:
    return GoType(name, kind, package=_TIME, methods={"String": function((), STRING)})


MONTH = _stringer("time.Month", "int")
WEEKDAY = _stringer("time.Weekday", "int")
ERROR_RESULT = GoType("error", "interface", package="", methods={"Error": function((), STRING)})

_duration_methods: dict[str, GoType] = {
    "String": function((), STRING),
    **dict.fromkeys(("Hours", "Minutes", "Seconds"), function((), FLOAT)),
    **dict.fromkeys(("Milliseconds", "Microseconds", "Nanoseconds"), function((), INT64)),
}
DURATION = GoType("time.Duration", "int64", package=_TIME, methods=_duration_methods)
_duration_methods["Abs"] = function((), DURATION)
_duration_methods["Round"] = _duration_methods["Truncate"] = function((DURATION,), DURATION)

LOCATION = GoType("time.Location", "struct", package=_TIME)
LOCATION_POINTER = GoType("*time.Location", "ptr", LOCATION, methods={"String": function((), STRING)})

_time_methods: dict[str, GoType] = {
    **dict.fromkeys(("Year", "Day", "Hour", "Minute", "Second", "Nanosecond", "YearDay"), function((), INT)),
    **dict.fromkeys(("Unix", "UnixMilli", "UnixMicro", "UnixNano"), function((), INT64)),
    "Month": function((), MONTH),
    "Weekday": function((), WEEKDAY),
    "String": function((), STRING),
    "Format": function((STRING,), STRING),
    "IsZero": function((), BOOL),
    "Location": function((), LOCATION_POINTER),
}
TIME = GoType("time.Time", "struct", package=_TIME, methods=_time_methods)
_time_methods.update(
    {
        "Add": function((DURATION,), TIME),
        "AddDate": function((INT, INT, INT), TIME),
        "Sub": function((TIME,), DURATION),
        **dict.fromkeys(("Before", "After", "Equal"), function((TIME,), BOOL)),
        "Compare": function((TIME,), INT),
        **dict.fromkeys(("UTC", "Local"), function((), TIME)),
        "In": function((LOCATION_POINTER,), TIME),
        **dict.fromkeys(("Round", "Truncate"), function((DURATION,), TIME)),
    }
)
