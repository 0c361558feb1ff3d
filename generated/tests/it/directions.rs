//! What is only read is not sent, and what is only written is not expected, at either end.

use crate::compiles::directions::client::Client;
use crate::compiles::directions::server::{Api, api_router};
use crate::compiles::directions::types::{Address, Team, TeamRequest, User, UserRequest};
use crate::loopback::{Loopback, answer};
use crate::receiver::serve;
use aifi_oasis::runtime::server::{Reply, accept_all};
use std::convert::Infallible;

struct Service;

impl Api for Service {
    async fn add_user(&self, body: UserRequest) -> Reply<User, Infallible> {
        assert_eq!(body.password, "hush");
        let teams: Vec<_> = body.teams.iter().map(|team| Team::new(team.name.clone(), 7)).collect();
        Ok(User::new(1, body.name, body.address, teams))
    }
}

fn user() -> UserRequest {
    let teams = vec![TeamRequest::new("red".to_owned())];
    UserRequest::new("Ann".to_owned(), "hush".to_owned(), Address::new("Oslo".to_owned()), teams)
}

#[tokio::test]
async fn each_form_has_only_what_travels_its_way() {
    let body =
        r#"{"id":1,"name":"Ann","address":{"city":"Oslo"},"teams":[{"name":"red","users":7}]}"#;
    let server = Loopback::answering(answer("201 Created", "", body));
    let client = Client::new(&server.base, None).unwrap();
    let added = client.add_user(&user()).await.unwrap();
    assert_eq!((added.id, added.teams[0].users), (1, 7));
    let request = server.requests().pop().unwrap();
    let sent =
        r#"{"name":"Ann","password":"hush","address":{"city":"Oslo"},"teams":[{"name":"red"}]}"#;
    assert!(request.ends_with(&format!("\r\n\r\n{sent}")), "{request}");
}

#[tokio::test]
async fn the_server_reads_the_one_and_writes_the_other() {
    let base = serve(api_router(Service, accept_all)).await;
    let added = Client::new(&base, None).unwrap().add_user(&user()).await.unwrap().into_inner();
    assert_eq!(added.teams, [Team::new("red".to_owned(), 7)]);
}
