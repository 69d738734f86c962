//! What is for sale.

use serde::Serialize;

use super::money::Money;

/// A language the shop speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// What everybody gets who asks for nothing else.
    #[default]
    English,
    /// For `accept-language: de`.
    German,
}

impl Tongue {
    /// As in `content-language`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// Something for sale.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) sku: &'static str,
    english: &'static str,
    german: &'static str,
    pub(crate) price: Money,
    pub(crate) stock: u32,
    pub(crate) tags: &'static [&'static str],
}

/// A product as it is sent.
#[derive(Debug, Serialize)]
pub(crate) struct ProductView {
    sku: &'static str,
    name: &'static str,
    price: Money,
    currency: &'static str,
    stock: u32,
    tags: &'static [&'static str],
}

impl Product {
    /// What it is called.
    pub(crate) const fn name(&self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::English => self.english,
            Tongue::German => self.german,
        }
    }

    /// As it is sent to a customer who speaks `tongue`.
    pub(crate) const fn view(&self, tongue: Tongue) -> ProductView {
        ProductView {
            sku: self.sku,
            name: self.name(tongue),
            price: self.price,
            currency: "EUR",
            stock: self.stock,
            tags: self.tags,
        }
    }

    /// Whether a search for `words`, in lower case, finds it.
    pub(crate) fn matches(&self, words: &str) -> bool {
        [self.sku, self.english, self.german]
            .iter()
            .chain(self.tags)
            .any(|text| text.to_lowercase().contains(words))
    }
}

/// All products, in the order of their SKUs.
pub(crate) const fn catalogue() -> &'static [Product] {
    CATALOGUE
}

/// The product with this SKU.
pub(crate) fn product(sku: &str) -> Option<&'static Product> {
    CATALOGUE.iter().find(|product| product.sku == sku)
}

const fn item(
    sku: &'static str,
    [english, german]: [&'static str; 2],
    cents: u64,
    stock: u32,
    tags: &'static [&'static str],
) -> Product {
    Product { sku, english, german, price: Money::cents(cents), stock, tags }
}

const CATALOGUE: &[Product] = &[
    item("SKU-1001", ["Garden chair", "Gartenstuhl"], 1299, 40, &["garden", "furniture"]),
    item("SKU-1002", ["Garden table", "Gartentisch"], 8900, 12, &["garden", "furniture"]),
    item("SKU-1003", ["Parasol", "Sonnenschirm"], 4550, 25, &["garden"]),
    item("SKU-1004", ["Watering can", "Gießkanne"], 995, 80, &["garden", "tools"]),
    item("SKU-1005", ["Rake", "Rechen"], 1450, 33, &["garden", "tools"]),
    item("SKU-1006", ["Spade", "Spaten"], 2100, 28, &["garden", "tools"]),
    item("SKU-1007", ["Bookshelf", "Bücherregal"], 12000, 9, &["furniture"]),
    item("SKU-1008", ["Desk lamp", "Schreibtischlampe"], 3490, 51, &["light"]),
    item("SKU-1009", ["Floor lamp", "Stehlampe"], 7925, 17, &["light"]),
    item("SKU-1010", ["String lights", "Lichterkette"], 1875, 64, &["light", "garden"]),
    item("SKU-1011", ["Toolbox", "Werkzeugkasten"], 5600, 22, &["tools"]),
    item("SKU-1012", ["Hammer", "Hammer"], 1625, 70, &["tools"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skus_are_in_order_and_unique() {
        assert!(CATALOGUE.is_sorted_by(|one, next| one.sku < next.sku));
    }

    #[test]
    fn a_search_looks_at_names_in_both_languages_and_at_tags() {
        let found = |words| CATALOGUE.iter().filter(|product| product.matches(words)).count();
        assert_eq!(found("stuhl"), 1);
        assert_eq!(found("chair"), 1);
        assert_eq!(found("light"), 3);
        assert_eq!(found("submarine"), 0);
    }
}
