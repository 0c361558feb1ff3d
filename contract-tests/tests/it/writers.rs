//! Many writers of one session's metadata, at once, against the mock: nothing is lost without somebody
//! being told.

use aifi_oasis::Client;
use aifi_oasis::metadata::MergeError;
use aifi_oasis::types::UpdateSessionRequest;
use oasis_contract_tests::Mock;
use serde_json::json;
use std::time::Duration;

const WRITERS: usize = 64;

/// Lets every writer set a key of its own through these clients, and tells who was told of a loss and
/// who was not but has lost.
async fn write_at_once(clients: usize) -> (usize, Vec<usize>) {
    let mock = Mock::start().await.expect("a port is free");
    let client = || {
        let client = Client::builder().base_url(mock.url()).token(Mock::TOKEN).rate_limit(None);
        client.build().expect("sound settings")
    };
    let clients: Vec<Client> = (0..clients).map(|_| client()).collect();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (client, only) = (clients[writer % clients.len()].clone(), clients.len() == 1);
            tokio::spawn(async move {
                let session = "mock-session-1".into();
                let merge = client.merge_metadata(&session, [(format!("key-{writer}"), writer)]);
                match only {
                    true => merge.await,
                    // Longer than another client takes from its read to its write.
                    false => merge.confirm_after(Duration::from_millis(150)).await,
                }
            })
        })
        .collect();
    let mut told = Vec::new();
    for writer in writers {
        match writer.await.expect("no writer panics") {
            Ok(_) => told.push(false),
            Err(error) => {
                assert!(matches!(error, MergeError::Overwritten { .. }), "{error}");
                told.push(true);
            }
        }
    }
    let nothing = UpdateSessionRequest::default();
    let session = clients[0].update_session(&"mock-session-1".into(), &nothing).await;
    let metadata = session.expect("the mock knows it").into_inner().metadata.unwrap_or_default();
    assert!(!metadata.events().is_empty(), "the events are still there");
    let is_lost = |writer: &usize| {
        let key = format!("key-{writer}");
        !told[*writer] && metadata.get(&key) != Some(&json!(writer))
    };
    (told.iter().filter(|told| **told).count(), (0..WRITERS).filter(is_lost).collect())
}

#[tokio::test]
async fn clones_of_one_client_lose_nothing() {
    assert_eq!(write_at_once(1).await, (0, Vec::new()));
}

#[tokio::test]
async fn clients_that_do_not_know_each_other_lose_nothing_in_silence() {
    let (_, lost) = write_at_once(4).await;
    assert_eq!(lost, Vec::<usize>::new(), "lost in silence");
}
