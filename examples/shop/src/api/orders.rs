//! Orders: placed, looked at, deleted.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::order_view::OrderView;
use crate::Service;
use crate::store::{
    DeleteError, Line, NewOrder, Order, OrderId, PlaceError, Status, Tongue, product,
};
use crate::web::{
    Complaints, Customer, IdempotencyKey, JsonBody, Now, Origin, PageQuery, Problem, QueryOf,
    REPLAYED, Site,
};

/// The orders service.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/v1/orders", get(list).post(place))
        .route("/v1/orders/{id}", get(show).delete(delete))
}

/// What of it the front offers to browsers.
pub(super) fn front_routes() -> Router<Site> {
    Router::new().route("/orders", get(list)).route("/orders/{id}", get(show_in_front))
}

impl From<PlaceError> for Problem {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::KeyReused => key_reused(),
            PlaceError::Deleted => {
                Self::conflict("The order that was placed with this key has been deleted.")
            }
        }
    }
}

impl From<DeleteError> for Problem {
    fn from(error: DeleteError) -> Self {
        match error {
            DeleteError::Unknown => no_such_order(),
            DeleteError::Archived => Self::conflict("This order is in the books for good."),
        }
    }
}

/// 422, as for any key that does not belong to its request.
pub(super) fn key_reused() -> Problem {
    let detail = "This `Idempotency-Key` was used for another request.";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
}

/// 404: the same answer for orders that are not there and for those of others.
pub(super) fn no_such_order() -> Problem {
    Problem::not_found("There is no such order.")
}

#[derive(Deserialize)]
struct PlaceBody {
    reference: String,
    lines: Vec<PlaceLine>,
}

#[derive(Deserialize)]
struct PlaceLine {
    sku: String,
    quantity: i64,
}

impl PlaceBody {
    fn checked(self) -> Result<NewOrder, Problem> {
        let mut complaints = Complaints::default();
        let length = self.reference.chars().count();
        complaints.unless((1..=64).contains(&length), "reference", "must have 1 to 64 characters");
        complaints.unless((1..=20).contains(&self.lines.len()), "lines", "must be 1 to 20");
        let mut lines = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let product = product(&line.sku);
            let quantity = u32::try_from(line.quantity).ok().filter(|it| (1..=100).contains(it));
            let field = |name| format!("lines[{index}].{name}");
            complaints.unless(product.is_some(), field("sku"), "is not for sale");
            complaints.unless(quantity.is_some(), field("quantity"), "must be from 1 to 100");
            lines.extend(
                product.zip(quantity).map(|(product, quantity)| Line { product, quantity }),
            );
        }
        complaints.settle()?;
        Ok(NewOrder { reference: self.reference, lines })
    }
}

async fn place(
    State(site): State<Site>,
    customer: Customer,
    Now(now): Now,
    tongue: Tongue,
    key: IdempotencyKey,
    JsonBody(body): JsonBody<PlaceBody>,
) -> Result<Response, Problem> {
    let new = body.checked()?;
    let done = site.store.orders().place(customer.account.id, new, key.as_deref(), now)?;
    let order = &done.order;
    let location = AppendHeaders([(header::LOCATION, format!("/v1/orders/{}", order.id.0))]);
    let replayed = AppendHeaders(done.replayed.then_some((REPLAYED, "true")));
    let view = OrderView::new(order, tongue, now, site.config.shipping_time).with_payment(order);
    Ok((StatusCode::CREATED, location, replayed, Json(view)).into_response())
}

fn find(site: &Site, customer: &Customer, id: &str) -> Result<Order, Problem> {
    let id = id.parse().map(OrderId).map_err(|_| no_such_order())?;
    site.store.orders().find(id, customer.account.id).cloned().ok_or_else(no_such_order)
}

async fn show(
    State(site): State<Site>,
    customer: Customer,
    Now(now): Now,
    tongue: Tongue,
    Path(id): Path<String>,
) -> Result<Json<OrderView>, Problem> {
    let order = find(&site, &customer, &id)?;
    let view = OrderView::new(&order, tongue, now, site.config.shipping_time);
    Ok(Json(view.with_payment(&order)))
}

async fn show_in_front(
    State(site): State<Site>,
    customer: Customer,
    Now(now): Now,
    tongue: Tongue,
    Path(id): Path<String>,
) -> Result<Json<OrderView>, Problem> {
    site.lean_on(Service::Orders, now)?;
    let order = find(&site, &customer, &id)?;
    Ok(Json(OrderView::new(&order, tongue, now, site.config.shipping_time)))
}

#[derive(Deserialize)]
struct Filter {
    status: Option<Status>,
}

#[derive(Serialize)]
struct OrderList {
    orders: Vec<OrderView>,
    total: usize,
    next: Option<String>,
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
async fn list(
    State(site): State<Site>,
    customer: Customer,
    Now(now): Now,
    tongue: Tongue,
    origin: Origin,
    uri: Uri,
    QueryOf(Filter { status }): QueryOf<Filter>,
    QueryOf(page): QueryOf<PageQuery>,
) -> Result<Json<OrderList>, Problem> {
    site.lean_on(Service::Orders, now)?;
    let page = page.page()?;
    let shipping_time = site.config.shipping_time;
    let mut views: Vec<OrderView> = (site.store.orders().of(customer.account.id))
        .map(|order| OrderView::new(order, tongue, now, shipping_time))
        .collect();
    views.retain(|view| status.is_none_or(|wanted| view.status == wanted));
    let total = views.len();
    let filter = status.map(|status| format!("?status={}", status.name())).unwrap_or_default();
    let next = page.next(total, &origin, &format!("{}{filter}", uri.path()));
    Ok(Json(OrderList { orders: page.cut(views.into_iter()).collect(), total, next }))
}

async fn delete(
    State(site): State<Site>,
    customer: Customer,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = id.parse().map(OrderId).map_err(|_| no_such_order())?;
    site.store.orders().delete(id, customer.account.id)?;
    Ok(StatusCode::NO_CONTENT)
}
