//! A page of either direction and a specification that agrees with both.

use super::super::{Page, compare};
use super::read;
use oasis_model::finding::Finding;
use oasis_model::ir::Api;

const SPEC: &str = r#"
openapi: 3.0.3
info: {title: Things, version: "1"}
servers: [{url: https://h.example.com}]
security: [{bearerAuth: []}]
paths:
  /api/things/{thingId}:
    patch:
      operationId: changeThing
      parameters:
        - {name: thingId, in: path, required: true, schema: {type: integer}}
        - {name: count, in: query, schema: {type: integer, maximum: 200, default: 20}}
        - {name: x-trace, in: header, schema: {type: string, maxLength: 30}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [label]
              properties:
                label: {type: string, pattern: "^[a-z]+$"}
                kind: {type: string, enum: [a, b]}
                since: {type: string, format: date-time}
                parent: {type: string, nullable: true}
                hidden: {type: string, x-basis: inferred, x-because: seen}
                borrowed: {type: string, x-source: OTHER}
                guessed: {type: string, nullable: true, x-basis: assumed, x-because: may be}
                shown: {type: string, nullable: true, x-basis: inferred, x-because: a bar}
                flag: {type: boolean, enum: [true]}
                old: {type: string, deprecated: true}
                free: {type: object, additionalProperties: true}
                list: {type: array, items: {type: string}, minItems: 1}
                inner:
                  type: object
                  required: [name]
                  properties: {name: {type: string}, more: {type: string}}
      responses:
        '200':
          description: Changed.
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: integer}
                  at: {type: string, format: date-time}
                  extra: {type: string, x-basis: assumed, x-because: may be}
                  seen: {type: string, nullable: true, x-basis: assumed, x-because: may be}
                  kept: {type: string, x-source: OTHER}
                  code: {type: string, x-constant: FIXED}
              example: {id: 0, at: "2026-01-02T03:04:05Z", seen: x, kept: x, code: FIXED}
        '401': {description: No.}
        '404': {description: Gone., x-basis: assumed, x-because: usual}
        '503': {description: Slow., x-source: OTHER}
  /push/thing/left:
    post:
      operationId: thingLeft
      x-webhook: true
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [thingId]
              properties: {thingId: {type: integer}, note: {type: string}}
      responses:
        '200': {description: Fine.}
components:
  securitySchemes:
    bearerAuth: {type: http, scheme: bearer}
"#;

pub(super) const PAGE: &str = r#"Admin api things

Change a thing

PATCH
/api/things/{thingId}

Authorization

bearerAuth
AuthorizationBearer <token>

In: header

Path Parameters

thingId*integer

Query Parameters

count?integer

Default20

Rangevalue <= 200

Header Parameters

x-trace?string

Lengthlength <= 30

Request Body

application/json

label*string

Match^[a-z]+$

kind?string

Value in"a" | "b"

since?string

Formatdate-time

parent?|

guessed?string

shown?|

flag?boolean

Only true is taken.

old?stringDeprecated

free?object

list?array<>

Items1 <= items

inner?

Response Body

application/json

curl -X PATCH "https://h.example.com/api/things/0" \  -H "Content-Type: application/json" \  -d '{    "label": "string"  }'
{
  "id": 0,
  "at": "2026-01-02T03:04:05Z",
  "seen": "x",
  "kept": "x",
  "code": "FIXED"
}
Empty

How is this guide?
"#;

pub(super) const PUSH: &str = "Push things\nA thing left\nAuthorization\nbearerAuth AuthorizationBearer <token>\nIn: header\nRequest Body\napplication/json\nthingId*integer\nnote?string\nResponse Body\ncurl -X POST \"https://h.example.com/push/thing/left\" \\ -H \"Content-Type: application/json\" \\ -d '{ \"thingId\": 0 }'EmptyHow is this guide?";

pub(super) fn api() -> Api {
    oasis_model::read("spec.yaml", SPEC).api
}

/// What differs, without what it means for messages.
pub(super) fn found(api: &Api, page: &Page) -> Vec<Finding> {
    compare(api, page).into_iter().map(|difference| difference.finding).collect()
}

pub(super) fn findings(page: &str) -> Vec<Finding> {
    found(&api(), &read("page.txt", page).unwrap_or_else(|bad| panic!("{bad:?}")))
}
