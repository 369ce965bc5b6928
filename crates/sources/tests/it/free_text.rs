//! What people write in `infCpl`: the seller and the order.

use rstest::rstest;

use crate::support::draft::Draft;
use crate::support::note_of;

fn sale_saying(text: &str) -> Draft {
    Draft::sale().then(&format!("<infAdic><infCpl>{text}</infCpl></infAdic>"))
}

/// A name ends where another label begins, and a name may begin as a label does.
#[rstest]
#[case("Vendedor: 7 - Fulano &amp; Cia", Some("7 - Fulano & Cia"))]
#[case("Vendedor: 7 - Fulano; Cond.Pag: 30 dias", Some("7 - Fulano"))]
#[case("Vendedor: 7 - Fulano\nCond.Pag: 01090 - DEPOSITO 90 DIAS", Some("7 - Fulano"))]
#[case("VENDEDOR: 7 - FULANO Cond.Pag: 30 dias", Some("7 - FULANO"))]
#[case("Vendedor: 7 - Representante Fulano", Some("7 - Representante Fulano"))]
#[case("Vendedor: 8 - Telma Souza", Some("8 - Telma Souza"))]
#[case("Vendedor: 9 - Octavio Lima", Some("9 - Octavio Lima"))]
#[case("Vendedor: 10 - Obede Reis", Some("10 - Obede Reis"))]
#[case("Pedido 12", None)]
#[case("", None)]
fn the_seller_is_named_whole(#[case] text: &str, #[case] seller: Option<&str>) {
    assert_eq!(note_of(sale_saying(text).xml()).seller.as_deref(), seller);
}

/// A field of the note is worth more than its free text, the note's field more than a line's.
#[rstest]
#[case("<infAdic><infCpl>Pedido do cliente: 33</infCpl></infAdic>", "", "33")]
#[case("<infAdic><infCpl>Pedido do cliente: 33</infCpl></infAdic>", "<xPed>22</xPed>", "22")]
#[case("<infAdic><infCpl>Pedido: 33</infCpl></infAdic><compra><xPed>11</xPed></compra>", "<xPed>22</xPed>", "11")]
fn the_order_is_taken_from_where_it_is_surest(#[case] note: &str, #[case] product: &str, #[case] order: &str) {
    let mut draft = Draft::sale().then(note);
    draft.lines[0].more_of_product = product.to_owned();
    assert_eq!(note_of(draft.xml()).order_number.as_deref(), Some(order));
}
