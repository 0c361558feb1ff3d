//! The API that the traffic is held against.

use oasis_model::ir::Api;

/// One admin operation with every kind of claim, and one notification.
pub(super) fn api() -> Api {
    oasis_model::read("spec.yaml", SPEC).api
}

pub(super) const SPEC: &str = r#"
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /api/things/{thingId}:
    patch:
      operationId: changeThing
      parameters:
        - {name: thingId, in: path, required: true, schema: {type: integer}}
        - {name: dry, in: query, schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties:
                note: {type: string}
                free: {type: object, additionalProperties: true}
      responses:
        '200':
          description: Changed.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
        '401': {description: No.}
        '422':
          description: Broken.
          x-basis: assumed
          x-because: the page lost it
          x-plausible: ["400"]
          content:
            application/json:
              schema:
                type: object
                required: [message]
                properties:
                  message: {type: string}
                  code: {type: string, x-constant: E_BROKEN}
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
              required: [thingId, at]
              properties:
                thingId: {type: integer}
                at: {type: string, format: date-time}
                kind:
                  type: string
                  enum: [small]
                  x-plausible: [{open: true}]
      responses:
        '200': {description: Fine.}
components:
  schemas:
    Thing:
      type: object
      required: [id, at]
      properties:
        id: {type: integer}
        at: {type: string, format: date-time}
        state: {type: string, enum: [open, closed]}
        parent: {type: string, nullable: true}
        free: {type: object, additionalProperties: true}
        owner:
          allOf: [{$ref: '#/components/schemas/Owner'}]
        parts:
          type: array
          items:
            type: object
            required: [name]
            properties: {name: {type: string}}
    Owner:
      type: object
      properties: {name: {type: string}}
"#;
