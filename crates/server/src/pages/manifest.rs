//! The manifest of a kiosk: what makes its page an application that fills the screen.

use serde_json::{Value, json};

use super::{Shell, asset};

/// What a kiosk's browser is told when the page is installed.
#[derive(Debug)]
pub struct Manifest<'a> {
    /// The frame of the page.
    pub shell: &'a Shell,
    /// Code of the survey that the kiosk asks.
    pub survey_code: &'a str,
    /// Name of its unit.
    pub unit_name: &'a str,
}

impl Manifest<'_> {
    /// The document, `application/manifest+json`.
    #[must_use]
    pub fn json(&self) -> String {
        let address = format!("/kios/{}", self.survey_code);
        let [small, large, maskable] = asset::icons();
        let icon = |path: &str, sizes: &str, purpose: &str| -> Value {
            json!({"src": path, "sizes": sizes, "type": "image/png", "purpose": purpose})
        };
        json!({
            "id": address,
            "start_url": address,
            "scope": address,
            "name": format!("{} · {}", self.shell.t("judul"), self.unit_name),
            "short_name": "SKM",
            "lang": self.shell.lang(),
            "display": "fullscreen",
            "background_color": "#fbfaf6",
            "theme_color": "#fbfaf6",
            "icons": [
                icon(&small.path, "192x192", "any"),
                icon(&large.path, "512x512", "any"),
                icon(&maskable.path, "512x512", "maskable"),
            ],
        })
        .to_string()
    }
}
