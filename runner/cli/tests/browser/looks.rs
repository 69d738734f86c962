//! On what somebody looks, and what they have asked of their device.

/// A device, and what it is set to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks {
    /// What screenshots are named after.
    pub(crate) name: &'static str,
    /// In pixels of CSS.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) is_dark: bool,
    /// Pages may run JavaScript.
    pub(crate) has_script: bool,
    /// Nothing is to move.
    pub(crate) is_still: bool,
}

impl Looks {
    pub(crate) const LIGHT: Self = Self {
        name: "light",
        width: 1440,
        height: 1000,
        is_dark: false,
        has_script: true,
        is_still: true,
    };

    pub(crate) const DARK: Self = Self { name: "dark", is_dark: true, ..Self::LIGHT };

    pub(crate) const PHONE: Self = Self { name: "phone", width: 390, height: 844, ..Self::LIGHT };

    /// The narrowest one that has to be fit for (WCAG 1.4.10).
    pub(crate) const NARROW: Self = Self { name: "narrow", width: 320, height: 640, ..Self::LIGHT };

    /// Enlarged to twice the size (WCAG 1.4.4).
    pub(crate) const ENLARGED: Self =
        Self { name: "enlarged", width: 720, height: 500, ..Self::LIGHT };

    pub(crate) const MOVING: Self = Self { name: "moving", is_still: false, ..Self::LIGHT };

    pub(crate) const WITHOUT_SCRIPT: Self =
        Self { name: "without-script", has_script: false, ..Self::LIGHT };

    pub(crate) fn scheme(self) -> &'static str {
        if self.is_dark { "dark" } else { "light" }
    }
}
