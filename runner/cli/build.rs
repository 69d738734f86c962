//! How the binary is linked.
//!
//! Where the C library is glibc, it is put at a fixed address: a program that can lie anywhere has
//! forty thousand addresses to be corrected before it begins, which is a third of the work and a
//! tenth of the memory of a run with one request.

#[expect(clippy::disallowed_methods, reason = "how cargo is spoken with")]
fn main() {
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}"));
    if target("OS").as_deref() == Ok("linux") && target("ENV").as_deref() == Ok("gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
