//! The operations as data.

use super::examples;
use super::types::Role;
use indexmap::IndexMap;
use oasis_runtime::{Auth, Operation, Parameter, Parameters, SecurityScheme, Style};
use serde::{Deserialize, Serialize};

pub const BEARER: SecurityScheme = SecurityScheme::new("bearer", Auth::Scheme("Bearer"));
pub const KEY: SecurityScheme = SecurityScheme::new("key", Auth::Query("key"));

pub const UPDATE_SESSION: Operation = Operation {
    id: "updateSession",
    method: "PATCH",
    path: "/sessions/{sessionId}",
    security: &[&[BEARER]],
    success: &[(200, 200)],
    example: Some(examples::UPDATE_SESSION_200),
    ..Operation::NEW
};

/// A success without a body, whose status is a guess.
pub const CLOSE_SESSION: Operation = Operation {
    id: "closeSession",
    method: "DELETE",
    path: "/stores/{storeId}/sessions/{sessionId}",
    success: &[(200, 200)],
    also: &[204],
    ..Operation::NEW
};

pub const LIST: Operation =
    Operation { id: "list", path: "/list", security: &[&[KEY]], ..Operation::NEW };

pub const STYLED: Operation = Operation {
    id: "styled",
    path: "/styled/{plain}/{matrix}/{matrices}/{label}/{pairs}/{one}-{two}.json",
    path_styles: &[
        Parameter::path("matrix", Style::Matrix { explode: false }),
        Parameter::path("matrices", Style::Matrix { explode: true }),
        Parameter::path("label", Style::Label { explode: true }),
        Parameter::path("pairs", Style::Exploded),
    ],
    ..Operation::NEW
};

pub const CREATE_VISIT: Operation = Operation {
    id: "createVisit",
    method: "POST",
    path: "/visits",
    success: &[(201, 201)],
    example: Some(examples::CREATE_VISIT_201),
    ..Operation::NEW
};

pub const REPORT: Operation = Operation {
    id: "report",
    method: "POST",
    path: "/report",
    consumes: "application/x-www-form-urlencoded",
    accept: "text/csv",
    produces: "text/csv",
    ..Operation::NEW
};

/// A webhook.
pub const LEFT: Operation = Operation {
    id: "left",
    method: "POST",
    path: "/api/push/left",
    route: Some("/left"),
    ..Operation::NEW
};

pub const OPERATIONS: &[&Operation] =
    &[&UPDATE_SESSION, &CLOSE_SESSION, &LIST, &STYLED, &CREATE_VISIT, &REPORT, &LEFT];

/// A filter that is an object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<Box<Filter>>,
}

/// The parameters of `list`, one of each style.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListParameters {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commas: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blanks: Option<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bars: Option<Vec<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spread: Option<IndexMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<Filter>,
    #[serde(rename = "x-trace", skip_serializing_if = "Option::is_none")]
    pub x_trace: Option<Vec<String>>,
    #[serde(rename = "limitInHeader", skip_serializing_if = "Option::is_none")]
    pub limit_in_header: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookie: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Vec<i64>>,
}

impl Parameters for ListParameters {
    const TABLE: &'static [Parameter] = &[
        Parameter::query("limit", Style::Exploded),
        Parameter::query("role", Style::Exploded),
        Parameter::query("tags", Style::Exploded),
        Parameter::query("commas", Style::Joined(',')),
        Parameter::query("blanks", Style::Joined(' ')),
        Parameter::query("bars", Style::Joined('|')),
        Parameter::query("filter", Style::Deep),
        Parameter::query("spread", Style::Spread),
        Parameter::query("json", Style::Json),
        Parameter::header("x-trace", Style::Joined(',')),
        Parameter::header("limit", Style::Joined(',')).key("limitInHeader"),
        Parameter::cookie("cookie", Style::Exploded),
        Parameter::cookie("numbers", Style::Joined(',')),
    ];
}

/// The parameters of `report`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportParameters {
    pub year: i32,
}

impl Parameters for ReportParameters {
    const TABLE: &'static [Parameter] = &[Parameter::query("year", Style::Exploded)];
}

/// A form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportForm {
    pub grant: Role,
    pub scope: Vec<String>,
    pub remember: bool,
    pub level: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
}
