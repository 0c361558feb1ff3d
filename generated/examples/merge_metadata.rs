//! Sets one key of a session's metadata and keeps the others: `merge_metadata SESSION KEY VALUE`.
//!
//! The token comes from OASIS_TOKEN, or from the file that OASIS_TOKEN_FILE names; OASIS_URL is the
//! base address, the public sandbox by default.

use aifi_oasis::Client;
use aifi_oasis::metadata::MergeError;
use aifi_oasis::runtime::client::TokenSource;
use std::env;
use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [session, key, value] = &arguments[..] else {
        return Err("give three arguments: the session, the key and the value".into());
    };
    let token = TokenSource::from_env("OASIS_TOKEN", "OASIS_TOKEN_FILE")?;
    let client = match env::var("OASIS_URL") {
        Ok(url) => Client::new(&url, token)?,
        Err(_) => Client::sandbox(token)?,
    };

    let session = session.parse()?;
    let merge = client.merge_metadata(&session, [(key.clone(), value.clone())]);
    // Another program may write at the same time: look again when it must be done.
    match merge.retries(5).confirm_after(Duration::from_millis(500)).await {
        Ok(metadata) => {
            let (keys, events) = (metadata.len(), metadata.events().len());
            println!("{keys} keys, {events} events");
            Ok(())
        }
        Err(error @ MergeError::Overwritten { .. }) => {
            eprintln!("somebody else keeps changing {:?}", error.overwritten());
            Err(error.into())
        }
        Err(error) => Err(error.into()),
    }
}
