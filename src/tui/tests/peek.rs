use super::{SCENES, Stage};
#[test]
fn peek() {
    for (name, keys) in SCENES.iter().filter(|(n, _)| n.starts_with("merger")) {
        for (w, h) in [(120, 36), (80, 24), (52, 20), (30, 8)] {
            let mut stage = Stage::after(keys);
            let text = crate::tui::picture::plain(&stage.draw(w, h));
            std::fs::write(format!("/tmp/w/{name}-{w}.txt"), text).unwrap();
        }
    }
}
