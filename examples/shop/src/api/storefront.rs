//! What a browser sees: a page of HTML, and an address that has moved.

use std::fmt::Write as _;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;

use crate::store::{Tongue, catalogue};
use crate::web::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/", get(page)).route("/products", get(moved))
}

async fn page(tongue: Tongue) -> Html<String> {
    let title = match tongue {
        Tongue::English => "The sample shop",
        Tongue::German => "Der Beispielladen",
    };
    let mut products = String::new();
    for product in catalogue() {
        let (sku, name, price) = (product.sku, product.name(tongue), product.price.to_text());
        // Writing to a string cannot fail.
        let _ = writeln!(
            products,
            "    <li id=\"{sku}\"><span class=\"name\">{name}</span> \
             <span class=\"price\">{price} EUR</span></li>"
        );
    }
    let lang = tongue.tag();
    Html(format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body>\n  <h1>{title}</h1>\n  <ul class=\"products\">\n{products}  </ul>\n</body>\n</html>\n"
    ))
}

async fn moved() -> impl IntoResponse {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/catalogue")])
}
