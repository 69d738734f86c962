//! Which port each service listens on.

use crate::Service;

/// A port for each service; 0 lets the system choose a free one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// The port of [`Service::Shop`].
    pub shop: u16,
    /// The port of [`Service::Auth`].
    pub auth: u16,
    /// The port of [`Service::Orders`].
    pub orders: u16,
    /// The port of [`Service::Payments`].
    pub payments: u16,
}

impl Ports {
    /// The ports written down in `examples/tripline.yaml`.
    pub const DEMO: Self = Self { shop: 4600, auth: 4601, orders: 4602, payments: 4603 };

    /// Whatever is free, as tests want it.
    pub const FREE: Self = Self { shop: 0, auth: 0, orders: 0, payments: 0 };

    /// The port of one service.
    #[must_use]
    pub const fn of(self, service: Service) -> u16 {
        match service {
            Service::Shop => self.shop,
            Service::Auth => self.auth,
            Service::Orders => self.orders,
            Service::Payments => self.payments,
        }
    }
}
