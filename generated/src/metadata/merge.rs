//! The change of metadata as one call: read, merge, write, check what came back.
//!
//! The API has no conditional write, so another writer can come in between. Clones of one client take
//! turns for each session; other writers are found out where a response shows them, and the change is
//! made again a few times.

use super::EVENTS;
use crate::oasis::operations::UPDATE_SESSION;
use crate::oasis::refusals::UpdateSessionRefusal;
use crate::types::{Metadata, SessionId};
use crate::{Client, runtime};
use runtime::client::{Error, Fate, Response};
use serde_json::{Value, json};
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

impl Client {
    /// Sets some keys of a session's metadata and keeps all others, [`EVENTS`] included.
    ///
    /// It reads the metadata by an empty change, merges as [`Metadata::merge`] does, writes, and
    /// checks what came back. If a key of yours is missing there or has another value, or a key that
    /// was sent back is gone, the change is made again, three times by default; after that the error
    /// names the keys. A write whose fate is unknown is settled by reading. Nothing is written if the
    /// keys have these values already.
    ///
    /// # What it cannot promise
    ///
    /// The API cannot write on condition that nobody else has written. Clones of this client change a
    /// session one after the other. Another process, or AiFi when it notes an event, may write
    /// between the read and the write: its change is then lost, and no response shows that. It may
    /// also overwrite this change later; [`Merge::confirm_after`] waits and looks again. To replace all
    /// of it on purpose, events included, there is
    /// [`replace_metadata_and_events`](crate::types::UpdateSessionRequest::replace_metadata_and_events).
    ///
    /// # Errors
    /// The read or the write failed, or the metadata is not what was written: see [`MergeError`].
    ///
    /// ```
    /// # use aifi_oasis::Client;
    /// # use aifi_oasis::runtime::client::{Body, HttpService, tower};
    /// # use serde_json::{Value, json};
    /// # use std::sync::{Arc, Mutex};
    /// # let held = Arc::new(Mutex::new(json!({
    /// #     "events": [{"eventId": "e-1", "metadata": {"door": "north"}}],
    /// #     "till": 4,
    /// # })));
    /// # let session = Arc::clone(&held);
    /// # let stand_in = tower::layer::layer_fn(move |_: HttpService| {
    /// #     let session = Arc::clone(&session);
    /// #     tower::service_fn(move |request: http::Request<Body>| {
    /// #         let body = request.body().as_bytes().unwrap_or_default().to_vec();
    /// #         let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    /// #         let mut session = session.lock().unwrap();
    /// #         if let Some(metadata) = body.get("metadata") {
    /// #             *session = metadata.clone();
    /// #         }
    /// #         let answer = json!({"metadata": *session}).to_string();
    /// #         async { Ok::<_, std::io::Error>(http::Response::new(Body::from(answer))) }
    /// #     })
    /// # });
    /// # let client = Client::builder().base_url("http://stand-in.test").layer(stand_in).build()?;
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
    /// // The session holds an event of AiFi's, and the number of a till.
    /// let session = "d3a00526".into();
    /// let metadata = client.merge_metadata(&session, [("receipt", "R-17")]).await?;
    /// assert_eq!(metadata.events().len(), 1);
    /// assert_eq!((&metadata["till"], &metadata["receipt"]), (&json!(4), &json!("R-17")));
    /// # assert_eq!(serde_json::to_value(&metadata)?, *held.lock().unwrap());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn merge_metadata<'a>(
        &'a self,
        session_id: &SessionId,
        patch: impl Into<Metadata>,
    ) -> Merge<'a> {
        let mut patch = patch.into();
        patch.shift_remove(EVENTS);
        let session_id = session_id.clone();
        Merge { client: self, session_id, patch, retries: 3, confirm_after: None }
    }
}

/// A change of metadata in the making; `.await` carries it out.
#[derive(Clone, Debug)]
#[must_use = "nothing is merged until this is awaited"]
pub struct Merge<'a> {
    client: &'a Client,
    session_id: SessionId,
    patch: Metadata,
    retries: u32,
    confirm_after: Option<Duration>,
}

impl Merge<'_> {
    /// Sets how often the change is made again when another writer is found out. 3 by default.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Looks again this long after the write, and makes the change again if it has been overwritten.
    /// Choose a time in which another writer that has read before is sure to have written.
    pub fn confirm_after(mut self, pause: Duration) -> Self {
        self.confirm_after = Some(pause);
        self
    }

    async fn run(self) -> Result<Metadata, MergeError> {
        // Only clones of this client wait for each other.
        let _turn = self.client.http().turn(self.session_id.as_str()).await;
        let mut overwritten = Vec::new();
        let mut lost = None;
        for _ in 0..=self.retries {
            let held = read(self.client, &self.session_id).await?;
            let mut wanted = held.clone().unwrap_or_default();
            wanted.merge(self.patch.clone());
            if held.as_ref() == Some(&wanted) {
                return Ok(wanted);
            }
            let after = match write(self.client, &self.session_id, &wanted).await {
                Ok(after) => after.unwrap_or_default(),
                Err(error) if error.fate() == Fate::Unknown => {
                    // The next read shows whether it was carried out.
                    lost = Some(error);
                    continue;
                }
                Err(error) => return Err(MergeError::Write(error)),
            };
            lost = None;
            overwritten = self.differing(&wanted, &after);
            if overwritten.is_empty() {
                overwritten = self.confirm(&wanted).await?;
            }
            if overwritten.is_empty() {
                return Ok(after);
            }
        }
        match lost {
            Some(error) => Err(MergeError::Write(error)),
            None => Err(MergeError::Overwritten { keys: overwritten }),
        }
    }

    /// What has been overwritten since, if that is to be looked at.
    async fn confirm(&self, wanted: &Metadata) -> Result<Vec<String>, MergeError> {
        let Some(pause) = self.confirm_after else { return Ok(Vec::new()) };
        runtime::client::sleep(pause).await;
        let now = read(self.client, &self.session_id).await?;
        Ok(self.differing(wanted, &now.unwrap_or_default()))
    }

    /// The keys that are gone, and those of the patch that have another value. Other keys may have
    /// been changed by somebody else in the meantime; of the events, none may be missing.
    fn differing(&self, wanted: &Metadata, found: &Metadata) -> Vec<String> {
        let differs = |key: &String, value: &Value| match found.get(key) {
            None => true,
            Some(now) if key == EVENTS => !holds(now, value),
            Some(now) => self.patch.contains_key(key) && !same(now, value),
        };
        let keys = wanted.iter().filter(|(key, value)| differs(key, value));
        keys.map(|(key, _)| key.clone()).collect()
    }
}

impl<'a> IntoFuture for Merge<'a> {
    type Output = Result<Metadata, MergeError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Why metadata was not merged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// The metadata cannot be read. Unless an earlier attempt has written, nothing has changed.
    #[error("the metadata cannot be read: {0}")]
    Read(#[source] Error<UpdateSessionRefusal>),
    /// What stands in the place of the metadata is no object, so nothing can be merged into it;
    /// nothing was written.
    #[error("the metadata is no object: look at it before you replace it")]
    NotAnObject,
    /// The metadata cannot be written; [`Error::fate`] says whether it was all the same.
    #[error("the metadata cannot be written: {0}")]
    Write(#[source] Error<UpdateSessionRefusal>),
    /// Another writer was there each time: these keys are gone or have other values.
    #[error("the metadata was overwritten by another writer, under {}", keys.join(", "))]
    Overwritten {
        /// The keys.
        keys: Vec<String>,
    },
}

impl MergeError {
    /// The keys that another writer has overwritten.
    pub fn overwritten(&self) -> &[String] {
        match self {
            Self::Overwritten { keys } => keys,
            _ => &[],
        }
    }
}

/// The metadata of a session, read by a change of nothing; `None` if there is none.
async fn read(client: &Client, session_id: &SessionId) -> Result<Option<Metadata>, MergeError> {
    let session = change(client, session_id, &json!({})).await.map_err(MergeError::Read)?;
    match session.get("metadata") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(held)) => Ok(Some(held.clone().into())),
        Some(_) => Err(MergeError::NotAnObject),
    }
}

/// Replaces the metadata of a session; what the response shows of it, if it is an object.
async fn write(
    client: &Client,
    session_id: &SessionId,
    metadata: &Metadata,
) -> Result<Option<Metadata>, Error<UpdateSessionRefusal>> {
    let session = change(client, session_id, &json!({ "metadata": metadata })).await?;
    Ok(session.get("metadata").and_then(Value::as_object).map(|held| held.clone().into()))
}

/// The session after a change. It is taken as it comes: a type that is lenient with what it does
/// not know would read strange metadata as none at all.
async fn change(
    client: &Client,
    session_id: &SessionId,
    body: &Value,
) -> Result<Value, Error<UpdateSessionRefusal>> {
    let request = client.http().request(&UPDATE_SESSION).path("sessionId", session_id);
    let session: Response<Value> = request.json(body).send().await?;
    Ok(session.into_inner())
}

/// Whether an array holds every item of another one.
fn holds(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Array(found), Value::Array(wanted)) => {
            wanted.iter().all(|item| found.iter().any(|other| same(other, item)))
        }
        _ => same(found, wanted),
    }
}

/// Whether two values are equal but for the spelling of numbers: a server may write `2.0` for 2.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, left)| right.get(key).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}
