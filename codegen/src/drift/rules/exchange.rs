//! Rules about everything around the values: operations, statuses, media types, credentials.

use super::{Rule, rule};

/// Facts about exchanges.
pub(crate) const EXCHANGE: &[Rule] = &[
    rule("operation-removed", "an operation is gone", "calls to it fail", "stop calling it"),
    rule("operation-added", "an operation was added", "", "regenerate to call it"),
    rule(
        "operation-moved",
        "an operation has another method or path",
        "calls to the old place fail",
        "regenerate and release before the old place goes away",
    ),
    rule(
        "operation-renamed",
        "an operation has another `operationId`",
        "",
        "rename the method in code that calls it",
    ),
    rule(
        "operation-deprecated",
        "an operation is marked as deprecated",
        "",
        "plan to do without it",
    ),
    rule(
        "webhook-removed",
        "a webhook is gone",
        "messages that the receiver waits for no longer come",
        "find another source for what it told",
    ),
    rule(
        "webhook-added",
        "a webhook was added",
        "",
        "regenerate and serve it, or leave it unanswered",
    ),
    rule(
        "webhook-moved",
        "a webhook comes in on another route or method",
        "the receiver does not serve the new route",
        "serve both routes until the change has arrived",
    ),
    rule(
        "direction-changed",
        "who calls whom changed",
        "nobody serves the calls, or nobody makes them",
        "agree with the other side who calls",
    ),
    rule(
        "server-removed",
        "a base address is gone",
        "clients configured for it reach nobody",
        "configure another address",
    ),
    rule("server-added", "a base address was added", "", "use it where it fits"),
    rule(
        "security-tightened",
        "credentials that sufficed no longer do",
        "calls with the old credentials are refused",
        "obtain the new credentials first",
    ),
    rule(
        "security-relaxed",
        "fewer or other credentials suffice too",
        "the receiver insists on credentials that no longer come",
        "adapt the check of credentials",
    ),
    rule(
        "security-undecided",
        "it cannot be told whether the old credentials still suffice",
        "calls may be refused",
        "try the old credentials against the new API",
    ),
    rule("added", "an optional one was added", "", "regenerate to use it"),
    rule(
        "required-added",
        "a required one was added",
        "messages as they were sent so far lack it",
        "send it before the change arrives",
    ),
    rule(
        "removed",
        "one was removed",
        "a reader that relies on it does not find it",
        "stop using it",
    ),
    rule(
        "became-required",
        "one became required",
        "messages without it are refused",
        "always send it",
    ),
    rule(
        "became-optional",
        "one became optional",
        "a reader that relies on it does not find it",
        "handle its absence",
    ),
    rule(
        "style-changed",
        "lists or objects are written differently",
        "the reader splits the text in another way",
        "regenerate both ends at the same time",
    ),
    rule(
        "default-changed",
        "another value is meant where none is sent",
        "",
        "send the value explicitly if the old one was meant",
    ),
    rule(
        "body-added",
        "a body was added",
        "the reader expects a body that was not sent so far",
        "send the body; a reader may ignore it",
    ),
    rule(
        "body-removed",
        "the body is gone",
        "a reader that relies on it finds nothing",
        "stop relying on the body",
    ),
    rule(
        "body-became-required",
        "the body became required",
        "messages without a body are refused",
        "always send a body",
    ),
    rule(
        "body-became-optional",
        "the body became optional",
        "a reader that relies on the body may find none",
        "handle its absence",
    ),
    rule(
        "media-type-removed",
        "a media type is gone",
        "messages in that media type are no longer understood or offered",
        "use another media type",
    ),
    rule(
        "media-type-added",
        "a media type was added",
        "messages may come in a media type that the reader does not know",
        "regenerate to use it",
    ),
    rule(
        "success-status-added",
        "a success status was added",
        "the reader does not know what the new status means",
        "handle the status",
    ),
    rule(
        "success-status-removed",
        "a success status is gone",
        "the status that success was told by no longer comes or is no longer accepted",
        "handle the statuses that are left",
    ),
    rule("error-status-added", "an error status was added", "", "regenerate to tell it apart"),
    rule(
        "error-status-removed",
        "an error status is gone",
        "",
        "regenerate; nothing depends on an error that never comes",
    ),
    rule("deprecated", "it is marked as deprecated", "", "plan to do without it"),
];
