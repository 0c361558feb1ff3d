//! The version that planted changes ask for.

use crate::drift;
use oasis_drift::version::{Bump, bump, changelog};

const BASE: &str = "openapi: 3.0.3
info: {title: Lamps, version: '1'}
paths:
  /lamps/{id}:
    patch:
      operationId: changeLamp
      summary: Change a lamp
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [level]
              properties:
                level: {type: integer, maximum: 10, default: 1}
                name: {type: string}
                mode: {type: string, enum: [dim, bright]}
      responses:
        '200':
          description: The lamp.
          content:
            application/json:
              schema:
                type: object
                required: [colour]
                properties:
                  colour: {type: string, enum: [red, green]}
                  note: {type: string}
    delete:
      operationId: dropLamp
      responses: {'204': {description: Gone.}}
";

/// What is changed, the text and its replacement, and what it asks for.
type Row = (&'static str, &'static str, &'static str, Bump);

// A table is read by the line.
#[rustfmt::skip]
const ROWS: [Row; 27] = [
    ("nothing", "", "", Bump::None),
    ("prose", "summary: Change a lamp", "summary: Alter a lamp", Bump::None),
    ("another default", "default: 1", "default: 2", Bump::Major),
    ("a deprecation", "name: {type: string}", "name: {type: string, deprecated: true}", Bump::Patch),
    ("a property to send", "name: {type: string}", "name: {type: string}\n                size: {type: integer}", Bump::Minor),
    ("a wider bound", "maximum: 10", "maximum: 20", Bump::Minor),
    ("an error status", "responses:\n", "responses:\n        '404': {description: No lamp.}\n", Bump::Minor),
    ("another name", "operationId: changeLamp", "operationId: alterLamp", Bump::Major),
    ("a required property", "required: [level]", "required: [level, name]", Bump::Major),
    ("a narrower bound", "maximum: 10", "maximum: 5", Bump::Major),
    ("a value to receive", "[red, green]", "[red, green, blue]", Bump::Minor),
    ("a value to receive no more", "[red, green]", "[red]", Bump::Major),
    ("a value to send", "[dim, bright]", "[dim, bright, off]", Bump::Minor),
    ("a value to send no more", "[dim, bright]", "[dim]", Bump::Major),
    ("no list to send from", ", enum: [dim, bright]", "", Bump::Major),
    ("nothing to send any more", "required: [level]", "required: []", Bump::Major),
    ("always received", "required: [colour]", "required: [colour, note]", Bump::Major),
    ("not always received", "required: [colour]", "required: []", Bump::Major),
    ("null to send", "name: {type: string}", "name: {type: string, nullable: true}", Bump::Major),
    ("another type", "note: {type: string}", "note: {type: integer}", Bump::Major),
    ("a form of what is received", "note: {type: string}", "note: {type: string, format: date-time}", Bump::Major),
    ("a property to receive", "note: {type: string}", "note: {type: string}\n                  size: {type: integer}", Bump::Minor),
    ("another success", "responses:\n", "responses:\n        '202': {description: Later.}\n", Bump::Major),
    ("an operation", "paths:\n", "paths:\n  /lamps:\n    get: {operationId: listLamps, responses: {'200': {description: All.}}}\n", Bump::Minor),
    ("no operation", "    delete:\n      operationId: dropLamp\n      responses: {'204': {description: Gone.}}\n", "", Bump::Major),
    ("a property is gone", "                  note: {type: string}\n", "", Bump::Major),
    ("undecided", "name: {type: string}", "name: {type: string, pattern: '(?<=a)b'}", Bump::Major),
];

#[test]
fn every_kind_of_change_asks_for_its_version() {
    for (what, from, to, expected) in ROWS {
        let new = BASE.replace(from, to);
        assert!(from == to || new != BASE, "{what}: the edit does not apply");
        let found = drift(BASE, &new);
        assert_eq!(bump(&found), expected, "{what}: {}", crate::lines(&found));
        let section = changelog(&found);
        assert_eq!(section.is_empty(), expected == Bump::None, "{what}: {section}");
        assert_eq!(section.contains("### Breaking"), expected == Bump::Major, "{what}: {section}");
    }
}
