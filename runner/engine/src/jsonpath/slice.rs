//! Slices (RFC 9535, section 2.3.4).

/// The indexes that `start:end:step` selects in a list of `length` elements, in order.
pub(super) fn indexes(
    (start, end, step): (Option<i64>, Option<i64>, Option<i64>),
    length: usize,
) -> impl Iterator<Item = usize> {
    // No list has 2^63 elements.
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let step = step.unwrap_or(1);
    let counted = |index: i64| if index >= 0 { index } else { length.saturating_add(index) };
    let (first, last) = if step >= 0 {
        let bound = |index: i64| counted(index).clamp(0, length);
        (bound(start.unwrap_or(0)), bound(end.unwrap_or(length)))
    } else {
        let bound = |index: i64| counted(index).clamp(-1, length - 1);
        (bound(start.unwrap_or(length - 1)), end.map_or(-1, bound))
    };
    let mut next = Some(first).filter(|_| step != 0);
    std::iter::from_fn(move || {
        let index = next?;
        let inside = if step > 0 { index < last } else { index > last };
        next = if inside { index.checked_add(step) } else { None };
        if inside { usize::try_from(index).ok() } else { None }
    })
}

/// The element that `index` means in a list of `length` elements, if there is one.
pub(super) fn element(index: i64, length: usize) -> Option<usize> {
    let index = if index >= 0 {
        usize::try_from(index).ok()?
    } else {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?
    };
    Some(index).filter(|index| *index < length)
}
