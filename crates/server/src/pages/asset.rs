//! Styles and scripts, embedded; and the policy that lets a browser run exactly these.
//!
//! Citizens' pages carry style and script inline, so that a page is one request on a poor link; the policy
//! names them by hash. Pages for offices share files, named by their content and cacheable for ever.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// A file served under `/aset/` with `Cache-Control: immutable`: its name changes with its content.
#[derive(Debug)]
pub struct Asset {
    /// Path on the server, for example `/aset/angka-1f2e3d4c.css`.
    pub path: String,
    /// Media type for `Content-Type`.
    pub content_type: &'static str,
    /// What is served, UTF-8.
    pub text: String,
}

struct Embedded {
    citizen_style: String,
    citizen_script: String,
    policy: String,
    files: [Asset; 2],
}

static EMBEDDED: LazyLock<Embedded> = LazyLock::new(|| {
    let base = include_str!("../../../../web/style/base.css");
    let form = include_str!("../../../../web/style/form.css");
    let figures = include_str!("../../../../web/style/figures.css");
    let citizen_style = without_remarks(&[base, form].concat());
    let citizen_script = without_remarks(include_str!("../../../../web/script/form.js"));
    let policy = policy(&hash(&citizen_style), &hash(&citizen_script));
    let figures_style = without_remarks(&[base, figures].concat());
    let live_script = without_remarks(include_str!("../../../../web/script/live.js"));
    Embedded {
        citizen_style,
        citizen_script,
        policy,
        files: [
            Asset::named_by_content("angka", "css", "text/css; charset=utf-8", figures_style),
            Asset::named_by_content("langsung", "js", "text/javascript; charset=utf-8", live_script),
        ],
    }
});

/// All files that pages refer to.
#[must_use]
pub fn assets() -> &'static [Asset] {
    &EMBEDDED.files
}

/// The `Content-Security-Policy` of every page. `data:` is there for the icon, which costs no request.
#[must_use]
pub fn content_security_policy() -> &'static str {
    &EMBEDDED.policy
}

/// Source expression of the inline style of citizens' pages: `'sha256-...'`.
#[must_use]
pub fn style_hash() -> String {
    hash(&EMBEDDED.citizen_style)
}

/// Source expression of the inline script of citizens' pages: `'sha256-...'`.
#[must_use]
pub fn script_hash() -> String {
    hash(&EMBEDDED.citizen_script)
}

pub(crate) fn citizen_style() -> &'static str {
    &EMBEDDED.citizen_style
}

pub(crate) fn citizen_script() -> &'static str {
    &EMBEDDED.citizen_script
}

pub(crate) fn figures_style() -> &'static Asset {
    &EMBEDDED.files[0]
}

pub(crate) fn live_script() -> &'static Asset {
    &EMBEDDED.files[1]
}

impl Asset {
    fn named_by_content(name: &str, ending: &str, content_type: &'static str, text: String) -> Self {
        let mut tag = String::new();
        for byte in &Sha256::digest(&text)[..4] {
            write!(tag, "{byte:02x}").expect("writing to a string does not fail");
        }
        Self {
            path: format!("/aset/{name}-{tag}.{ending}"),
            content_type,
            text,
        }
    }
}

fn policy(style_hash: &str, script_hash: &str) -> String {
    format!(
        "default-src 'none'; style-src 'self' {style_hash}; script-src 'self' {script_hash}; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; media-src 'self'; manifest-src 'self'; \
         worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// Leaves out what readers of the source need and browsers do not: indentation, empty lines, and remarks.
/// A remark stands on lines of its own: `//` begins the line, or `/*` begins it and `*/` ends one.
fn without_remarks(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        let opens = line.starts_with("/*");
        if !(inside || opens || line.is_empty() || line.starts_with("//")) {
            kept.push_str(line);
            kept.push('\n');
        }
        inside = (inside || opens) && !line.ends_with("*/");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_remarks_and_indentation_are_left_out() {
        let source = "/* one */\na {\n  color: red;\n}\n/* two\n   lines */\n\n  // three\nb()\n";
        assert_eq!(without_remarks(source), "a {\ncolor: red;\n}\nb()\n");
    }

    #[test]
    fn no_remark_of_the_sources_reaches_a_browser() {
        let served = assets().iter().map(|asset| asset.text.as_str());
        for text in served.chain([citizen_style(), citizen_script()]) {
            assert!(
                !text.contains("/*") && !text.contains("*/") && !text.contains("// "),
                "{text}"
            );
        }
    }

    #[test]
    fn inline_text_cannot_end_its_own_element() {
        assert!(!citizen_style().contains("</") && !citizen_script().contains("</"));
    }

    #[test]
    fn a_file_is_named_by_its_content() {
        let one = Asset::named_by_content("a", "css", "text/css", "one".into());
        let two = Asset::named_by_content("a", "css", "text/css", "two".into());
        assert_ne!(one.path, two.path);
        assert_eq!(one.path, "/aset/a-7692c3ad.css");
    }

    #[test]
    fn the_policy_names_what_is_inline() {
        // SHA-256 of the empty text, in base64, as any other tool gives it.
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
        assert!(content_security_policy().contains(&style_hash()));
        assert!(content_security_policy().contains(&script_hash()));
        assert!(!content_security_policy().contains("unsafe"));
    }
}
