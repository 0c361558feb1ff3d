//! The items of all pages of a list, as a stream.
//!
//! In comes a request for the first page, out come items in order: a page is asked for when the one
//! before has been read. It ends at the last page, at the first error, and rather than going round
//! in circles; it never asks for two pages at once.

use super::judge::judge;
use super::request::Seed;
use super::{Error, Response};
use crate::value::decode::parse;
use crate::value::fault::{Fault, Step};
use crate::value::node::Node;
use crate::value::tree::Tree;
use crate::{Cursor, Mismatch, Paging, Responses};
use futures_core::Stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

/// Limit on the pages of one list, unless the caller sets another.
const MOST_PAGES: u32 = 1000;

/// Why a list ends before its last page.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum PageError<R: Responses> {
    /// A page could not be read.
    #[error(transparent)]
    Call(#[from] Error<R>),
    /// The last item of a page has no cursor, so nobody knows what comes after it.
    #[error("the last item of a page has no `{property}` to go on from")]
    NoCursor {
        /// The property that holds the cursor.
        property: &'static str,
    },
    /// A page leads back to one that has been read.
    #[error("the pages repeat themselves: a cursor came back")]
    Repeated,
    /// There are more pages than the caller wants.
    #[error("there are more than {limit} pages: set another limit with `most_pages`")]
    TooMany {
        /// The limit.
        limit: u32,
    },
}

impl<R: Responses> fmt::Debug for PageError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageError({self})")
    }
}

/// The items of all pages of a list, in order: a [`Stream`], or read with [`Items::next`].
///
/// What has been read stays read when an error comes; nothing comes after an error.
#[must_use = "nothing is asked for until an item is"]
pub struct Items<T, R: Responses> {
    seed: Seed,
    paging: Paging,
    read: vec::IntoIter<T>,
    then: Then<T, R>,
    cursors: HashSet<String>,
    pages: u32,
    most_pages: u32,
}

type Fetched<T, R> = Pin<Box<dyn Future<Output = Result<Page<T>, Error<R>>> + Send>>;

/// What comes after the items that have been read.
enum Then<T, R: Responses> {
    Fetch(Option<String>),
    Waiting(Fetched<T, R>),
    Failed(PageError<R>),
    Ended,
}

struct Page<T> {
    items: Vec<T>,
    after: After,
}

/// What a page says of the one that follows.
#[derive(Debug, PartialEq, Eq)]
enum After {
    Page(String),
    Nothing,
    Unknown(&'static str),
}

impl<T, R> Items<T, R>
where
    T: DeserializeOwned + Send + 'static,
    R: Responses + Send + 'static,
{
    pub(super) fn new(seed: Seed, paging: Paging) -> Self {
        let (read, cursors) = Default::default();
        let then = Then::Fetch(None);
        Self { seed, paging, read, then, cursors, pages: 0, most_pages: MOST_PAGES }
    }

    /// Sets how many pages are read at the most. 1,000 by default; there is an error if there are more.
    pub fn most_pages(mut self, limit: u32) -> Self {
        self.most_pages = limit;
        self
    }

    /// The next item; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<T, PageError<R>>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All items at once.
    ///
    /// # Errors
    /// The first thing that goes wrong; the items before it are lost.
    pub async fn all(mut self) -> Result<Vec<T>, PageError<R>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, PageError<R>>>> {
        loop {
            if let Some(item) = self.read.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut self.then, Then::Ended) {
                Then::Ended => return Poll::Ready(None),
                Then::Failed(error) => return Poll::Ready(Some(Err(error))),
                Then::Fetch(cursor) => self.then = self.fetch(cursor),
                Then::Waiting(mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.then = Then::Waiting(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(page) => self.take(page),
                },
            }
        }
    }

    fn fetch(&mut self, cursor: Option<String>) -> Then<T, R> {
        if self.pages >= self.most_pages {
            return Then::Failed(PageError::TooMany { limit: self.most_pages });
        }
        self.pages += 1;
        let (mut seed, paging) = (self.seed.clone(), self.paging);
        if let Some(cursor) = cursor {
            seed.set_query(paging.parameter, &cursor);
        }
        Then::Waiting(Box::pin(async move {
            let operation = seed.operation;
            let response = seed.exchange().await?;
            judge(operation, response, |response, _| page(&response.body, paging))
                .map(Response::into_inner)
        }))
    }

    fn take(&mut self, page: Result<Page<T>, Error<R>>) {
        self.then = match page {
            Err(error) => Then::Failed(PageError::Call(error)),
            Ok(Page { items, after }) => {
                self.read = items.into_iter();
                match after {
                    After::Nothing => Then::Ended,
                    After::Unknown(property) => Then::Failed(PageError::NoCursor { property }),
                    After::Page(cursor) if self.cursors.insert(cursor.clone()) => {
                        Then::Fetch(Some(cursor))
                    }
                    After::Page(_) => Then::Failed(PageError::Repeated),
                }
            }
        };
    }
}

impl<T, R> Stream for Items<T, R>
where
    T: DeserializeOwned + Send + Unpin + 'static,
    R: Responses + Send + Unpin + 'static,
{
    type Item = Result<T, PageError<R>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.get_mut().poll(context));
        Poll::Ready(item)
    }
}

impl<T, R: Responses> fmt::Debug for Items<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.seed.operation.id;
        f.debug_struct("Items").field("operation", &operation).finish_non_exhaustive()
    }
}

/// Reads a page. A page without its array is a mismatch rather than the end of the list.
fn page<T: DeserializeOwned>(body: &[u8], paging: Paging) -> Result<Page<T>, Mismatch> {
    let page = parse(body)?;
    if !matches!(page, Tree::Object(_)) {
        return Err(Mismatch::new("expected an object"));
    }
    let wrong = |fault: Fault| fault.within(Step::Property(paging.items.to_owned()));
    let list = page.get(paging.items).ok_or_else(|| wrong(Fault::new("missing")))?;
    let items = Vec::<T>::deserialize(Node(list)).map_err(wrong)?;
    let after = match paging.cursor {
        Cursor::Next(property) => match text(page.get(property)) {
            Some(cursor) => After::Page(cursor),
            None => After::Nothing,
        },
        Cursor::Last(property) => match list.last() {
            None => After::Nothing,
            Some(item) => match text(item.get(property)) {
                Some(cursor) => After::Page(cursor),
                None => After::Unknown(property),
            },
        },
    };
    Ok(Page { items, after })
}

/// A cursor as it goes into a query.
fn text(value: Option<&Tree<'_>>) -> Option<String> {
    match value? {
        Tree::String(text) if !text.is_empty() => Some(text.clone().into_owned()),
        Tree::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
