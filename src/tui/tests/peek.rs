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
#[test]
fn peek_speed() {
    let mut out = String::new();
    for n in [10usize, 30, 60] {
        let names: Vec<String> = (0..n).map(|at| format!("T{at}")).collect();
        let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x.example")).collect();
        let mut stage = super::merger::stage_of(&all);
        let mut keys = "g w".to_owned();
        for _ in 0..n { keys.push_str(" space j"); }
        stage.keys(&keys);
        let start = std::time::Instant::now();
        stage.keys("r");
        let r = start.elapsed();
        let start = std::time::Instant::now();
        stage.draw(120, 36);
        let draw = start.elapsed();
        let start = std::time::Instant::now();
        stage.keys("n n");
        let nn = start.elapsed();
        out.push_str(&format!("{n}: r {r:?} draw {draw:?} nn {nn:?}\n"));
    }
    std::fs::write("/tmp/w/speed.txt", out).unwrap();
}
