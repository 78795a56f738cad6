"""Everything an API call can be refused for, and the number and words each edition has for it.

Code that refuses names a `Fault`; only the API instance knows which number that is in its edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct


class Fault(Enum):
    """What is wrong with a call; the value is the sentence GetDiagnostic answers."""

    ALREADY_INITIALIZED = "Initialize was called before and succeeded."
    INITIALIZE_NOT_KEPT = "This device's storage takes no values now; the session did not begin."
    INITIALIZE_AFTER_TERMINATE = "This launch has ended; the content must be launched again."
    TERMINATE_BEFORE_INITIALIZE = "Terminate was called before Initialize."
    TERMINATE_AFTER_TERMINATE = "Terminate was called before and succeeded."
    GET_BEFORE_INITIALIZE = "A value was asked for before Initialize."
    GET_AFTER_TERMINATE = "A value was asked for after Terminate."
    SET_BEFORE_INITIALIZE = "A value was set before Initialize."
    SET_AFTER_TERMINATE = "A value was set after Terminate."
    COMMIT_BEFORE_INITIALIZE = "Commit was called before Initialize."
    COMMIT_AFTER_TERMINATE = "Commit was called after Terminate."
    ARGUMENT = "The argument must be an empty string."
    SET_NOT_KEPT = "The value could not be written to this device's storage; it was not set."
    COMMIT_NOT_KEPT = "The values could not be made safe on this device's storage."
    TERMINATE_NOT_KEPT = "The values could not be made safe on this device's storage; the session goes on."
    NOTHING_TO_GET = "No data model element was named."
    NOTHING_TO_SET = "No data model element was named to be set."
    UNKNOWN_CATEGORY = "The data model has no such part."
    UNKNOWN_ELEMENT = "The data model has no such element."
    NO_CHILDREN = "This element has no children to list."
    NO_COUNT = "This element is not an array and has no count."
    NO_VERSION = "This element has no version."
    KEYWORD = "_children, _count and _version can be read but not set."
    BEYOND_END = "The index is beyond the end of the array."
    OUT_OF_ORDER = "Array members must be added in order, without gaps."
    TOO_MANY = "This type of interaction has one correct response pattern at most."
    READ_ONLY = "The element can only be read."
    WRITE_ONLY = "The element can only be written."
    NOT_SET = "The element has no value yet."
    TYPE_MISMATCH = "The value is not of the element's data type."
    OUT_OF_RANGE = "The number is outside the element's range."
    DEPENDENCY = "Another element must be set first: an id, or an interaction's type."
    NOT_UNIQUE = "Another member of the array has this value already."
    WRITTEN_ONCE = "The identifier is set already and cannot be changed."
    NO_TARGET = "The activity must be named: {target=IDENTIFIER}."


class Refusal(Exception):
    """A call cannot be honoured; nothing has changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class ErrorTable(Struct, frozen=True):
    """An edition's error codes: the number of each fault and the string of each number."""

    codes: Mapping[Fault, int]
    strings: Mapping[int, str]

    def string(self, code: str) -> str:
        """The error string of a code as content names it; "" for a code that does not exist."""
        return next((string for number, string in self.strings.items() if str(number) == code), "")


# [RTE 3.1.7]
ERRORS_2004 = ErrorTable(
    codes={
        Fault.INITIALIZE_NOT_KEPT: 102,
        Fault.ALREADY_INITIALIZED: 103,
        Fault.INITIALIZE_AFTER_TERMINATE: 104,
        Fault.TERMINATE_NOT_KEPT: 111,
        Fault.TERMINATE_BEFORE_INITIALIZE: 112,
        Fault.TERMINATE_AFTER_TERMINATE: 113,
        Fault.GET_BEFORE_INITIALIZE: 122,
        Fault.GET_AFTER_TERMINATE: 123,
        Fault.SET_BEFORE_INITIALIZE: 132,
        Fault.SET_AFTER_TERMINATE: 133,
        Fault.COMMIT_BEFORE_INITIALIZE: 142,
        Fault.COMMIT_AFTER_TERMINATE: 143,
        Fault.ARGUMENT: 201,
        Fault.NOTHING_TO_GET: 301,
        Fault.NO_CHILDREN: 301,
        Fault.NO_COUNT: 301,
        Fault.NO_VERSION: 301,
        Fault.BEYOND_END: 301,
        Fault.NO_TARGET: 301,
        Fault.NOTHING_TO_SET: 351,
        Fault.SET_NOT_KEPT: 351,
        Fault.OUT_OF_ORDER: 351,
        Fault.TOO_MANY: 351,
        Fault.NOT_UNIQUE: 351,
        Fault.WRITTEN_ONCE: 351,
        Fault.COMMIT_NOT_KEPT: 391,
        Fault.UNKNOWN_CATEGORY: 401,
        Fault.UNKNOWN_ELEMENT: 401,
        Fault.NOT_SET: 403,
        Fault.READ_ONLY: 404,
        Fault.KEYWORD: 404,
        Fault.WRITE_ONLY: 405,
        Fault.TYPE_MISMATCH: 406,
        Fault.OUT_OF_RANGE: 407,
        Fault.DEPENDENCY: 408,
    },
    strings={
        0: "No Error",
        101: "General Exception",
        102: "General Initialization Failure",
        103: "Already Initialized",
        104: "Content Instance Terminated",
        111: "General Termination Failure",
        112: "Termination Before Initialization",
        113: "Termination After Termination",
        122: "Retrieve Data Before Initialization",
        123: "Retrieve Data After Termination",
        132: "Store Data Before Initialization",
        133: "Store Data After Termination",
        142: "Commit Before Initialization",
        143: "Commit After Termination",
        201: "General Argument Error",
        301: "General Get Failure",
        351: "General Set Failure",
        391: "General Commit Failure",
        401: "Undefined Data Model Element",
        402: "Unimplemented Data Model Element",
        403: "Data Model Element Value Not Initialized",
        404: "Data Model Element Is Read Only",
        405: "Data Model Element Is Write Only",
        406: "Data Model Element Type Mismatch",
        407: "Data Model Element Value Out Of Range",
        408: "Data Model Dependency Not Established",
    },
)

# [RTE 1.2 3.3.4]; as in ADL's suite, an unknown leaf of a known category is 201 and anything else unknown is 401.
ERRORS_12 = ErrorTable(
    codes={
        Fault.INITIALIZE_NOT_KEPT: 101,
        Fault.ALREADY_INITIALIZED: 101,
        Fault.INITIALIZE_AFTER_TERMINATE: 101,
        Fault.SET_NOT_KEPT: 101,
        Fault.COMMIT_NOT_KEPT: 101,
        Fault.TERMINATE_NOT_KEPT: 101,
        Fault.ARGUMENT: 201,
        Fault.NOTHING_TO_GET: 201,
        Fault.NOTHING_TO_SET: 201,
        Fault.UNKNOWN_ELEMENT: 201,
        Fault.BEYOND_END: 201,
        Fault.OUT_OF_ORDER: 201,
        Fault.NO_CHILDREN: 202,
        Fault.NO_COUNT: 203,
        Fault.TERMINATE_BEFORE_INITIALIZE: 301,
        Fault.TERMINATE_AFTER_TERMINATE: 301,
        Fault.GET_BEFORE_INITIALIZE: 301,
        Fault.GET_AFTER_TERMINATE: 301,
        Fault.SET_BEFORE_INITIALIZE: 301,
        Fault.SET_AFTER_TERMINATE: 301,
        Fault.COMMIT_BEFORE_INITIALIZE: 301,
        Fault.COMMIT_AFTER_TERMINATE: 301,
        Fault.UNKNOWN_CATEGORY: 401,
        Fault.NO_VERSION: 401,
        Fault.KEYWORD: 402,
        Fault.READ_ONLY: 403,
        Fault.WRITE_ONLY: 404,
        Fault.TYPE_MISMATCH: 405,
        Fault.OUT_OF_RANGE: 405,
    },
    strings={
        0: "No error",
        101: "General exception",
        201: "Invalid argument error",
        202: "Element cannot have children",
        203: "Element not an array - cannot have count",
        301: "Not initialized",
        401: "Not implemented error",
        402: "Invalid set value, element is a keyword",
        403: "Element is read only",
        404: "Element is write only",
        405: "Incorrect data type",
    },
)
