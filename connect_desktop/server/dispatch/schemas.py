"""Bodies of requests and answers about dispatches. What comes in is in snake case, what goes out in camel case, as the
product's users know it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from connect_desktop.runtime.json_values import timestamp
from connect_desktop.server.dispatch.allowed_domains import normalized
from connect_desktop.server.schemas import Body, Name, Whole
from connect_desktop.store.dispatch.dispatches import Dispatch, Terms

_MOST = 2**31 - 1
_TEN_YEARS = 87_600
_WEEK = 604_800

Standing = Literal["active", "expired", "revoked"]
Limit = Annotated[int, Field(ge=1, le=_MOST), Whole]
Domain = Annotated[str, AfterValidator(normalized), Field(max_length=255)]


class DispatchBase(Body):
    """`registration_limit` bounds the sessions begun through the dispatch, `license_limit` the learners who begin any:
    a learner who takes a completed course once more needs a second registration but no second license."""

    registration_limit: Limit | None = None
    license_limit: Limit | None = None
    expires_in_hours: Annotated[float, Field(gt=0, le=_TEN_YEARS, allow_inf_nan=False)] | None = None
    allowed_domains: Annotated[
        list[Domain],
        Field(max_length=100, description="Hosts; “*.” and a host means every host below it. None: any site"),
    ] = Field(default_factory=list)
    password: Annotated[str, Field(min_length=1, max_length=1000)] | None = None


class DispatchPost(DispatchBase):
    """Where a package is handed to, and what limits that."""

    label: Name
    destination: Name

    def terms(self, now: datetime, password_hash: str | None) -> Terms:
        """What to keep of it."""
        return Terms(
            label=self.label,
            destination=self.destination,
            registration_limit=self.registration_limit,
            license_limit=self.license_limit,
            expires_at=_end(now, self.expires_in_hours),
            allowed_domains=tuple(self.allowed_domains),
            password_hash=password_hash,
        )


class DispatchPatch(DispatchBase):
    """What is to be different: what is not sent stays, null takes a limit away. `expires_in_hours` counts from now."""

    label: Name | None = None
    destination: Name | None = None

    def changed(self, terms: Terms, now: datetime, password_hash: str | None) -> Terms:
        """The terms with what was sent."""
        sent = self.model_fields_set
        return Terms(
            label=self.label or terms.label,
            destination=self.destination or terms.destination,
            registration_limit=self.registration_limit if "registration_limit" in sent else terms.registration_limit,
            license_limit=self.license_limit if "license_limit" in sent else terms.license_limit,
            expires_at=_end(now, self.expires_in_hours) if "expires_in_hours" in sent else terms.expires_at,
            allowed_domains=tuple(self.allowed_domains) if "allowed_domains" in sent else terms.allowed_domains,
            password_hash=password_hash if "password" in sent else terms.password_hash,
        )


class DispatchRotatePost(Body):
    """How long links from before are good still."""

    grace_seconds: Annotated[int, Field(ge=0, le=_WEEK), Whole] = 86_400


class DispatchObject(BaseModel):
    """A package handed to another platform. `registrationCount` sessions were begun by `licenseCount` learners."""

    id: str
    packageId: str  # noqa: N815 - as the product's users know it
    label: str
    destination: str
    status: Standing
    launchUrl: str  # noqa: N815
    registrationLimit: int | None  # noqa: N815
    registrationCount: int  # noqa: N815
    licenseLimit: int | None  # noqa: N815
    licenseCount: int  # noqa: N815
    launchCount: int  # noqa: N815
    allowedDomains: list[str]  # noqa: N815
    hasPassword: bool  # noqa: N815
    expiresAt: str | None  # noqa: N815
    createdAt: str  # noqa: N815
    updatedAt: str  # noqa: N815
    revokedAt: str | None  # noqa: N815
    lastLaunchedAt: str | None  # noqa: N815

    @classmethod
    def of(cls, dispatch: Dispatch, url: str, now: datetime) -> DispatchObject:
        """The dispatch as it stands; `url` is its link."""
        terms = dispatch.terms
        over: Standing = "revoked" if dispatch.revoked_at else "expired" if dispatch.is_expired(now) else "active"
        return cls(
            id=dispatch.id,
            packageId=dispatch.package_id,
            label=terms.label,
            destination=terms.destination,
            status=over,
            launchUrl=url,
            registrationLimit=terms.registration_limit,
            registrationCount=dispatch.registrations,
            licenseLimit=terms.license_limit,
            licenseCount=dispatch.licenses,
            launchCount=dispatch.launches,
            allowedDomains=list(terms.allowed_domains),
            hasPassword=terms.password_hash is not None,
            expiresAt=_moment(terms.expires_at),
            createdAt=timestamp(dispatch.created_at),
            updatedAt=timestamp(dispatch.updated_at),
            revokedAt=_moment(dispatch.revoked_at),
            lastLaunchedAt=_moment(dispatch.last_launched_at),
        )


class DispatchBody(BaseModel):
    """A dispatch and its link, which is for the other platform as it is."""

    dispatch: DispatchObject
    dispatch_url: str


class DispatchesBody(BaseModel):
    """A page of dispatches, the last one changed first; `next_cursor` leads to the next, null on the last."""

    dispatches: list[DispatchObject]
    next_cursor: str | None


def _end(now: datetime, hours: float | None) -> datetime | None:
    return None if hours is None else now + timedelta(hours=hours)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)
