//! Path values that nobody documented, compared with an ordinary unknown id.
//!
//! Whatever an ordinary unknown id is answered, an unusual one may be refused with any 4xx. It is not
//! served where the ordinary one is not, and no unknown id opens a way round the token or the body's rules.

mod values;

use super::{
    Budget, Tester,
    maker::{Maker, number, value, with_value},
};
use crate::{
    generate::{Category, Expect, Generation, Ids, segment},
    http::{Auth, Exchange},
    oracle::{self, Check, Problem},
    vendor,
};
use oasis_model::finding::Basis;
use oasis_model::ir::{Kind as Type, Operation, Parameter, ParameterPlace};
use values::{Hostile, Kind, hostile};

/// What goes along with an id: a body, and whether the token does.
type Asked = (&'static str, Option<Vec<u8>>, Auth);

const VALID: &str = "a valid body";
const BROKEN: &str = "a broken body";
const NO_TOKEN: &str = "no token";

/// How the ids of one path parameter are asked for.
struct Probe<'a> {
    maker: Maker<'a>,
    parameter: &'a Parameter,
    asked: Vec<Asked>,
    /// An ordinary one first.
    ids: Vec<Hostile>,
}

pub(super) fn requests(generation: &Generation, operation: &Operation) -> u64 {
    probes(generation, operation).map(|it| (it.asked.len() * it.ids.len()) as u64).sum()
}

pub(super) async fn run(tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let mut budget = Budget::new(most);
    for probe in probes(tester.generation, operation) {
        let mut usual = None;
        for id in &probe.ids {
            if budget.takes(probe.asked.len() as u64) {
                let seen = probe.ask(tester, id).await;
                let usual = usual.get_or_insert_with(|| seen.clone());
                probe.hand_over(tester, id, usual, &seen);
            }
        }
    }
    budget.left_out
}

fn probes<'a>(
    generation: &'a Generation,
    operation: &'a Operation,
) -> impl Iterator<Item = Probe<'a>> {
    let of_path = operation.parameters.iter().filter(|it| it.place == ParameterPlace::Path);
    of_path.filter_map(|parameter| Probe::new(generation, operation, parameter))
}

impl<'a> Probe<'a> {
    /// `None` where the parameter has no segment of its own.
    fn new(
        generation: &'a Generation,
        operation: &'a Operation,
        parameter: &'a Parameter,
    ) -> Option<Self> {
        let maker = Maker { generation, operation, category: Category::Path };
        let nobody = maker.case(maker.nobody(), None, "", Expect::Compared).request;
        let mut asked = vec![(VALID, maker.valid(), nobody.auth)];
        if oracle::is_guarded(operation) {
            asked.push((NO_TOKEN, maker.valid(), Auth::Nothing));
        }
        asked.extend(maker.broken().map(|body| (BROKEN, Some(body), Auth::Token)));
        let value = value(operation, &nobody.path, &parameter.name)?.to_owned();
        let ordinary = Hostile { about: "ordinary unknown id", value, kind: Kind::Ordinary };
        let known = |other| generation.target.known(&parameter.name, true, other).map(segment);
        let kind = &generation.api.schema(generation.api.resolve(parameter.schema).0).kind;
        let is_number = matches!(kind, Type::Integer(_) | Type::Number(_));
        let mut ids = hostile(known(false).as_deref(), number(generation.seed), is_number);
        ids.retain(|it| ![known(false), known(true)].contains(&Some(it.value.clone())));
        ids.insert(0, ordinary);
        Some(Self { maker, parameter, asked, ids })
    }

    /// Asks for one id in every way. The other parameters are known where they may be.
    async fn ask(&self, tester: &Tester<'_>, id: &Hostile) -> Vec<Exchange> {
        let (operation, name) = (self.maker.operation, &self.parameter.name);
        let mut seen = Vec::new();
        for (with, body, auth) in &self.asked {
            let about = format!("{} as {name}, {with}", id.about);
            let mut case = self.maker.case(Ids::Known, body.clone(), about, Expect::Compared);
            if let Some(path) = with_value(operation, &case.request.path, name, &id.value) {
                case.request.path = path;
            }
            case.request.auth = auth.clone();
            case.known = false;
            seen.push(tester.run(&case).await);
        }
        seen
    }

    /// Hands over what an id shows by itself, or beside an ordinary one.
    fn hand_over(&self, tester: &Tester<'_>, id: &Hostile, usual: &[Exchange], seen: &[Exchange]) {
        for ((with, ..), (usual, seen)) in self.asked.iter().zip(usual.iter().zip(seen)) {
            let Some((before, status)) = usual.status().zip(seen.status()) else { continue };
            let (check, problem) = match id.kind {
                Kind::Ordinary => (Check::PathUnknownId, unknown(with, status)),
                kind => {
                    let is_about_known = self.is_about_known(seen);
                    (Check::PathHostile, judge(kind, with, before, status, is_about_known))
                }
            };
            let problem = problem.map(|it| self.placed(it, id, with));
            // What shows no problem was handed over when it was sent.
            let shown = problem.as_ref().map(|_| [usual.clone(), seen.clone()]);
            let shown =
                shown.as_ref().map_or(&[][..], |it| &it[usize::from(id.kind == Kind::Ordinary)..]);
            tester.report(&self.maker.operation.id, Category::Path, check, problem, shown);
        }
    }

    fn placed(&self, mut problem: Problem, id: &Hostile, with: &str) -> Problem {
        problem.element = Some(self.parameter.name.clone());
        problem.message = format!("{}: {}", id.about, problem.message);
        if id.kind == Kind::NoNumber && with == VALID {
            let api = &self.maker.generation.api;
            problem.basis = api.parameter_basis(self.parameter, "type");
            problem.severity = oasis_model::severity::severity(problem.basis);
            let schema = api.schema(api.resolve(self.parameter.schema).0);
            problem.claim = Some(format!("{}/type", schema.at));
        }
        problem
    }

    /// Whether a response says that it is about the known id, which no unusual value is.
    fn is_about_known(&self, seen: &Exchange) -> bool {
        let Maker { generation, operation, .. } = self.maker;
        let known = generation.target.known(&self.parameter.name, true, false);
        let body = seen.response().and_then(|response| response.json());
        let echoed = vendor::echoed(&generation.api, operation).zip(body);
        let named = echoed.as_ref().and_then(|(property, body)| body.get(property)?.as_str());
        known.is_some() && named == known
    }
}

/// What is wrong with the status that an ordinary unknown id gets.
fn unknown(with: &str, status: u16) -> Option<Problem> {
    let basis = match (with, status) {
        // Some servers know every id, and some hide by 401 what exists.
        (VALID, 401) => Basis::Assumed,
        (VALID, 300..=399) | (BROKEN | NO_TOKEN, 200..=299) => Basis::Documented,
        _ => return None,
    };
    let message = format!("an unknown id with {with} gets {status}");
    let help = "look at the token, then at the body, then at the id; or refuse the id first";
    Some(Problem::new(Check::PathUnknownId, basis, format!("unknown id: {with}"), message, help))
}

/// What is wrong with the status that an unusual id gets where an ordinary one gets `before`.
fn judge(
    kind: Kind,
    with: &str,
    before: u16,
    status: u16,
    is_about_known: bool,
) -> Option<Problem> {
    let success = 200..300;
    let is_served_alone = success.contains(&status) && !success.contains(&before);
    let is_beyond = is_about_known && kind != Kind::Spelling && success.contains(&status);
    if !is_served_alone && !is_beyond {
        return None;
    }
    let (basis, cause) = match kind {
        // However the id is read, it opens no way round the token or the rules of the body.
        _ if with != VALID => (Basis::Documented, "an unusual id opens a way round"),
        // No page says how ids are compared.
        Kind::Spelling => (Basis::Assumed, "another spelling of a known id is taken for it"),
        Kind::Beyond => (Basis::Documented, "more than a known id is taken for it"),
        Kind::NoNumber => (Basis::Documented, "what is no number is taken for one"),
        Kind::Part if !is_beyond => (Basis::Assumed, "the beginning of a known id is served"),
        Kind::Part => (Basis::Documented, "the beginning of a known id is taken for it"),
        Kind::Foreign | Kind::Ordinary => (Basis::Documented, "an id that nothing has is served"),
    };
    let message = match is_served_alone {
        true => format!("with {with} it gets {status}, an ordinary unknown id {before}"),
        false => format!("with {with} the response is about the known resource"),
    };
    let help = "compare ids byte for byte, as the text of one segment, after decoding them once";
    Some(Problem::new(Check::PathHostile, basis, cause, message, help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oasis_model::finding::Severity::{self, Error, Note};

    fn severity(problem: Option<Problem>) -> Option<Severity> {
        problem.map(|problem| problem.severity)
    }

    #[test]
    fn unknown_ids_are_held_to_token_and_rules_alone() {
        for (with, status, expected) in [
            (VALID, 404, None),
            (VALID, 200, None),
            (VALID, 401, Some(Note)),
            (VALID, 302, Some(Error)),
            (BROKEN, 404, None),
            (BROKEN, 422, None),
            (BROKEN, 200, Some(Error)),
            (NO_TOKEN, 401, None),
            (NO_TOKEN, 404, None),
            (NO_TOKEN, 204, Some(Error)),
        ] {
            assert_eq!(severity(unknown(with, status)), expected, "{with} {status}");
        }
    }

    #[test]
    fn an_unusual_id_that_is_served_alone_is_judged_by_what_it_is() {
        use Kind::{Beyond, Foreign, NoNumber, Part, Spelling};
        for (kind, with, before, status, about_known, expected) in [
            (Beyond, VALID, 404, 200, false, Some(Error)),
            (NoNumber, VALID, 404, 200, false, Some(Error)),
            (Foreign, VALID, 404, 204, false, Some(Error)),
            (Spelling, VALID, 404, 200, true, Some(Note)),
            (Part, VALID, 404, 200, false, Some(Note)),
            (Part, VALID, 404, 200, true, Some(Error)),
            // No spelling opens a way round token and rules.
            (Spelling, BROKEN, 422, 200, false, Some(Error)),
            (Spelling, NO_TOKEN, 401, 200, false, Some(Error)),
            // Any refusal is right, and whoever serves every id serves unusual ones too.
            (Beyond, VALID, 404, 400, false, None),
            (Beyond, VALID, 404, 414, true, None),
            (Foreign, VALID, 200, 204, false, None),
            (Beyond, VALID, 200, 200, true, Some(Error)),
            (Spelling, VALID, 200, 200, true, None),
        ] {
            let problem = judge(kind, with, before, status, about_known);
            assert_eq!(severity(problem), expected, "{kind:?} {with} {before} {status}");
        }
    }
}
