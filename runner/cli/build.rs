//! How the binary is linked.

#[expect(clippy::disallowed_methods, reason = "how cargo is spoken with")]
fn main() {
    let about = |what: &str| std::env::var(format!("CARGO_CFG_{what}")).unwrap_or_default();
    if about("TARGET_OS") == "linux" && about("TARGET_ENV") == "gnu" {
        // Where the C library is glibc, it is put at a fixed address: a program that can lie
        // anywhere has forty thousand addresses to be corrected before it begins, which is a third
        // of the work and a tenth of the memory of a run with one request.
        println!("cargo::rustc-link-arg-bins=-no-pie");
        // An optimized program has what short runs need in one place: spread over the program, it
        // keeps half of it in memory.
        if std::env::var("PROFILE").as_deref() == Ok("release") {
            println!("cargo::rustc-link-arg-bins=-Wl,-T,{}/layout.ld", env!("CARGO_MANIFEST_DIR"));
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=layout.ld");
}
