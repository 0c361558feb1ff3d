//! Path values that nobody documented, judged by comparison with an ordinary unknown id.
//!
//! Whatever an ordinary unknown id is answered, an unusual one may be refused with any 4xx, but it is
//! not served where the ordinary one is not, and it opens no way round the token or the body's rules.

use super::{Column, complaint};
use crate::{
    case::{self, Case, Expect},
    deck::Deck,
    exchange::{Auth, Exchange},
    ids,
    lab::Lab,
};
use oasis_model::ir::{Kind, Operation};

pub(super) async fn run(lab: &Lab, operation: &Operation, deck: &Deck) {
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .filter(|parameter| operation.path.contains(&format!("{{{}}}", parameter.name)))
        .map(|parameter| parameter.name.as_str())
        .collect();
    if names.is_empty() {
        return;
    }
    let probe = Probe {
        lab,
        operation,
        valid: lab.valid_body(operation).map(|body| case::bytes(&body)),
        broken: lab
            .broken_draft(deck)
            .and_then(|draft| lab.case_of(operation, &draft))
            .and_then(|case| case.request.body)
            .map(|body| body.0),
    };
    for name in names {
        let ordinary = ids::nobody(&lab.context.api, operation, name, lab.seed | 9);
        let usual = probe.ask(name, &ordinary, "ordinary unknown id").await;
        judge_unknown(lab, operation, &usual);
        let known = ids::known_id(operation, &lab.sender.target, name, false).map(case::segment);
        for (about, value) in hostile(lab, operation, name, known.as_deref()) {
            let seen = probe.ask(name, &value, &about).await;
            compare(lab, operation, &about, &usual, &seen);
        }
    }
}

struct Probe<'a> {
    lab: &'a Lab,
    operation: &'a Operation,
    valid: Option<Vec<u8>>,
    broken: Option<Vec<u8>>,
}

/// The same path asked in three ways.
struct Trio {
    valid: Exchange,
    broken: Option<Exchange>,
    tokenless: Exchange,
}

impl Probe<'_> {
    /// Asks with this raw value of one parameter; the others are known where they may be.
    async fn ask(&self, name: &str, value: &str, about: &str) -> Trio {
        let path = case::path(self.operation, |other| {
            let target = &self.lab.sender.target;
            match ids::known_id(self.operation, target, other, false) {
                _ if other == name => value.to_owned(),
                Some(id) => case::segment(id),
                None => {
                    ids::nobody(&self.lab.context.api, self.operation, other, self.lab.seed | 9)
                }
            }
        });
        let about = format!("{about} as {name}");
        let valid = self.send(&path, self.valid.clone(), Auth::Token, &about).await;
        let broken = match &self.broken {
            Some(body) => {
                let about = format!("{about}, broken body");
                Some(self.send(&path, Some(body.clone()), Auth::Token, &about).await)
            }
            None => None,
        };
        let about = format!("{about}, no token");
        let tokenless = self.send(&path, self.valid.clone(), Auth::Nothing, &about).await;
        Trio { valid, broken, tokenless }
    }

    async fn send(&self, path: &str, body: Option<Vec<u8>>, auth: Auth, about: &str) -> Exchange {
        let mut request =
            case::request(&self.lab.context.api, self.operation, path.to_owned(), body);
        request.raw = true;
        if request.auth != Auth::Nothing {
            request.auth = auth;
        }
        let case = Case {
            operation: self.operation.id.clone(),
            about: about.to_owned(),
            request,
            expect: Expect::Framing,
            known: false,
        };
        self.lab.run(Column::Path, &case).await
    }
}

fn served(exchange: &Exchange) -> bool {
    exchange.status().is_some_and(|status| (200..300).contains(&status))
}

/// An ordinary unknown id: what a broken body and no token get is promised whatever the id.
fn judge_unknown(lab: &Lab, operation: &Operation, usual: &Trio) {
    let help = "look at the token, then at the body, then at the id; or refuse the id first";
    let complain = |exchange: &Exchange, message: String| {
        let found = complaint("contract/path-unknown-id", "unknown id", message, help);
        lab.complain(operation, found, std::slice::from_ref(exchange));
    };
    if let Some(broken) = usual.broken.as_ref().filter(|broken| served(broken)) {
        complain(broken, "a broken body to an unknown id is accepted".to_owned());
    }
    let guarded = crate::checks::is_guarded(operation);
    if guarded && usual.tokenless.status().is_some_and(|status| status != 401 && status < 500) {
        let status = usual.tokenless.status().unwrap_or_default();
        complain(
            &usual.tokenless,
            format!("without a token an unknown id is answered {status}, not 401"),
        );
    }
    if let Some(status) =
        usual.valid.status().filter(|status| (300..400).contains(status) || *status == 401)
    {
        complain(&usual.valid, format!("a valid body to an unknown id is answered {status}"));
    }
}

fn compare(lab: &Lab, operation: &Operation, about: &str, usual: &Trio, seen: &Trio) {
    let complain = |exchange: &Exchange, cause: &str, message: String| {
        let help = "treat every path value as opaque text of one segment, or refuse it";
        let found = complaint("contract/path-hostile", cause, message, help);
        lab.complain(operation, found, std::slice::from_ref(exchange));
    };
    let pairs = [
        (Some(&usual.valid), Some(&seen.valid), "valid body"),
        (usual.broken.as_ref(), seen.broken.as_ref(), "broken body"),
        (Some(&usual.tokenless), Some(&seen.tokenless), "no token"),
    ];
    for (usual, seen, which) in pairs {
        if let (Some(usual), Some(seen)) = (usual, seen)
            && served(seen)
            && !served(usual)
        {
            let (usual, status) =
                (usual.status().unwrap_or_default(), seen.status().unwrap_or_default());
            let message =
                format!("{about}, {which}: answered {status}, an ordinary unknown id {usual}");
            complain(seen, which, message);
        }
    }
    // Where both requests with a token are treated as usual the value has reached the operation, and
    // then the one without a token has to be refused as usual.
    let status = |exchange: Option<&Exchange>| exchange.and_then(Exchange::status);
    let same = |usual: Option<&Exchange>, seen: Option<&Exchange>| status(usual) == status(seen);
    let told_apart = status(Some(&usual.valid)) != status(usual.broken.as_ref());
    if crate::checks::is_guarded(operation)
        && told_apart
        && same(Some(&usual.valid), Some(&seen.valid))
        && same(usual.broken.as_ref(), seen.broken.as_ref())
        && status(Some(&usual.tokenless)) == Some(401)
        && status(Some(&seen.tokenless)).is_some_and(|status| status != 401 && status < 500)
    {
        let message = format!(
            "{about}, no token: answered {}, an ordinary unknown id 401",
            status(Some(&seen.tokenless)).unwrap_or_default()
        );
        complain(&seen.tokenless, "no token", message);
    }
}

/// Raw path values, each with a name.
fn hostile(
    lab: &Lab,
    operation: &Operation,
    name: &str,
    known: Option<&str>,
) -> Vec<(String, String)> {
    let parameter = operation.parameters.iter().find(|parameter| parameter.name == name);
    let api = &lab.context.api;
    let is_number = parameter.is_some_and(|parameter| {
        matches!(
            api.schema(api.resolve(parameter.schema).0).kind,
            Kind::Integer(_) | Kind::Number(_)
        )
    });
    let mut values: Vec<(String, String)> = [
        ("encoded slash", "a%2Fb"),
        ("encoded dots and slash", "..%2Fx"),
        ("encoded dots", "%2e%2e"),
        ("one encoded dot", "%2E"),
        ("dots", ".."),
        ("encoded backslash", "a%5Cb"),
        ("encoded NUL", "a%00b"),
        ("only an encoded NUL", "%00"),
        ("malformed escape", "%zz"),
        ("half an escape", "a%2"),
        ("a bare per cent sign", "%"),
        ("escape that is not UTF-8", "%ff%fe"),
        ("overlong UTF-8", "%c0%ae%c0%ae"),
        ("unicode", "%E6%BC%A2%F0%9F%98%80"),
        ("blank", "a%20b"),
        ("line break", "a%0d%0aX-Injected:%201"),
        ("reserved characters", "a%3Fb%23c%26d"),
        ("quotes", "%27%22%3B--"),
        ("braces", "%7B%24ne%3A1%7D"),
        ("a word of the language", "__proto__"),
        ("another word of the language", "constructor"),
        ("null", "null"),
        ("undefined", "undefined"),
        ("star", "*"),
    ]
    .map(|(about, value)| (about.to_owned(), value.to_owned()))
    .into();
    values.push(("2,000 characters".to_owned(), "a".repeat(2_000)));
    if is_number {
        values.extend(
            [
                ("no number", "abc"),
                ("negative number", "-1"),
                ("2^63", "9223372036854775808"),
                ("2^64", "18446744073709551616"),
                ("very long number", "99999999999999999999999999999999"),
                ("fraction", "1.5"),
                ("exponent", "1e400"),
                ("NaN", "NaN"),
                ("Infinity", "Infinity"),
            ]
            .map(|(about, value)| (about.to_owned(), value.to_owned())),
        );
    }
    if let Some(known) = known {
        // A known id with something behind it is another id.
        let behind = [
            ("NUL", "%00"),
            ("NUL and text", "%00x"),
            ("encoded slash", "%2F"),
            ("encoded dots", "%2F.."),
            ("letters", "abc"),
            ("encoded question mark", "%3Fx"),
            ("line break", "%0A"),
            ("blank", "%20"),
            ("semicolon", "%3Bx"),
            ("escape that is not UTF-8", "%ff"),
        ];
        // A number with blanks around it is the same number to many.
        let behind = behind
            .into_iter()
            .filter(|(what, _)| !is_number || !matches!(*what, "line break" | "blank"));
        values.extend(
            behind.map(|(what, end)| (format!("known id and {what}"), format!("{known}{end}"))),
        );
        values.push(("known id behind encoded dots".to_owned(), format!("x%2F..%2F{known}")));
        // Hexadecimal digits alone may be the text of a number, which has no case.
        let other_case = known.to_uppercase();
        let is_text = known.bytes().any(|byte| matches!(byte, b'g'..=b'z'));
        if is_text && !known.contains('%') && !is_number {
            values.push(("known id in upper case".to_owned(), other_case));
        }
    }
    values
}
