//! TODO
use super::Served;
use super::flight::Flight;

pub(super) fn read(_flight: &Flight) -> Result<Option<Served>, String> {
    Ok(None)
}
