//! The link that makes the first administrator.

use std::net::SocketAddr;

use api::{Listening, Options, Server, clock};
use serde_json::json;
use store::{NewUser, Role};
use tower::ServiceExt;

use crate::client::{Ask, get, post};
use crate::desk::{PASSWORD, by_hand};
use support::Home;

/// A server of a workspace that nobody has an account in.
async fn server(home: &Home) -> Server {
    let workspace = home.create().await;
    let listening = Listening { address: SocketAddr::from(([127, 0, 0, 1], 0)), tls: None };
    Server::open(workspace, listening, Options::default()).await.expect("a server can be opened")
}

async fn link(server: &Server) -> String {
    let link = server.first_link().await.expect("a link can be made").expect("nobody has an account");
    link.strip_prefix("/convite#").expect("the secret stays in the browser").to_owned()
}

fn accept(token: &str, login: &str) -> Ask {
    post("/session/invitation", json!({ "token": token, "password": PASSWORD, "login": login, "name": "Primeira" }))
}

async fn status(server: &Server, ask: Ask) -> u16 {
    let router = api::router(std::sync::Arc::clone(server.app()));
    router.oneshot(ask.request()).await.expect("the server always answers").status().as_u16()
}

#[tokio::test]
async fn the_first_link_serves_once() {
    let home = Home::on_sqlite().await;
    let server = server(&home).await;
    let earlier = link(&server).await;
    let token = link(&server).await;
    assert_eq!(status(&server, accept(&earlier, "intrusa")).await, 404, "the link printed last counts");
    assert_eq!(status(&server, get(&format!("/session/invitation?token={token}"))).await, 200);
    assert_eq!(status(&server, accept(&token, "primeira")).await, 200);
    assert_eq!(status(&server, accept(&token, "segunda")).await, 404);
    assert_eq!(status(&server, get(&format!("/session/invitation?token={token}"))).await, 404);
    assert_eq!(server.first_link().await.unwrap(), None);
    let users = server.app().workspace.users().await.unwrap();
    let users: Vec<_> = users.iter().map(|user| (user.login.as_str(), user.role)).collect();
    assert_eq!(users, [("primeira", Role::Administrator)]);
}

#[tokio::test]
async fn of_two_at_once_one_is_the_administrator() {
    let home = Home::on_sqlite().await;
    let server = server(&home).await;
    let token = link(&server).await;
    let (one, other) = tokio::join!(
        status(&server, accept(&token, "primeira").from(1)),
        status(&server, accept(&token, "segunda").from(2)),
    );
    let mut both = [one, other];
    both.sort_unstable();
    assert_eq!(both, [200, 404]);
    assert_eq!(server.app().workspace.count_users().await.unwrap(), 1);
}

#[tokio::test]
async fn an_old_link_and_one_beside_an_administrator_serve_nobody() {
    let home = Home::on_sqlite().await;
    let server = server(&home).await;
    let token = link(&server).await;
    let moment = clock::after(-1);
    home.run_sql(&format!("UPDATE invitations SET expires_at = '{moment}'")).await;
    assert_eq!(status(&server, accept(&token, "tarde")).await, 404);
    let token = link(&server).await;
    let new = NewUser {
        login: "linha".to_owned(),
        name: "Da Linha de Comando".to_owned(),
        role: Role::Administrator,
        seller: None,
        scope: None,
        external: None,
    };
    server.app().workspace.add_user(&new, &by_hand()).await.unwrap();
    assert_eq!(status(&server, accept(&token, "segunda")).await, 404);
    assert_eq!(server.app().workspace.count_users().await.unwrap(), 1);
}

/// What is wrong with a name or password does not use the link up.
#[tokio::test]
async fn a_mistake_does_not_cost_the_link() {
    let home = Home::on_sqlite().await;
    let server = server(&home).await;
    let token = link(&server).await;
    assert_eq!(status(&server, accept(&token, "com espaço")).await, 422);
    let short = post("/session/invitation", json!({ "token": token, "password": "curta", "login": "a", "name": "A" }));
    assert_eq!(status(&server, short).await, 422);
    assert_eq!(status(&server, accept(&token, "primeira")).await, 200);
}
