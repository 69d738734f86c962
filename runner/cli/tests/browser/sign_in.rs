//! Where users are, who looks is asked who they are.

use std::io::Write as _;
use std::process::Stdio;

use crate::access;
use crate::chromium::Chromium;
use crate::harness::{Project, Started};
use crate::looks::Looks;
use crate::shop::Watched;

const PASSWORD: &str = "correct horse battery";

fn with_ana(project: &Project) {
    let mut command = project.command();
    command.args(["user", "add", "ana", "--role", "operator"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    Started::of(child).end().exits(0);
}

#[test]
fn who_signs_in_comes_to_the_page_they_wanted_and_who_signs_out_sees_nothing() {
    let (chromium, shop) = (Chromium::start(), Watched::prepared(with_ana));
    for looks in [Looks::LIGHT, Looks::DARK, Looks::NARROW] {
        let page = chromium.page(&shop.asked.origin, looks);
        page.open("/sign-in");
        page.look("sign-in");
        let found = access::found(&page);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    let page = chromium.page(&shop.asked.origin, Looks::WITHOUT_SCRIPT);
    page.open("/runs?outcome=passed");
    page.wait("location.pathname == '/sign-in' && document.readyState == 'complete'");
    // The first field has the focus: the keyboard is enough.
    page.click("input[name=name]");
    page.write("ana");
    page.press("Tab");
    page.write(PASSWORD);
    page.press("Enter");
    page.wait("location.pathname == '/runs' && document.readyState == 'complete'");
    assert_eq!(page.path(), "/runs?outcome=passed");
    page.says("ana");
    page.click_on("Sign out");
    page.wait("location.pathname == '/sign-in' && document.readyState == 'complete'");
    page.open("/runs");
    page.wait("location.pathname == '/sign-in'");
}
