//! Every scene at every size.

use ratatui::buffer::Buffer;

use super::{SCENES, Stage};

/// Heights where layouts turn, and some between.
const HEIGHTS: [u16; 19] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 20, 24, 30, 36, 40];

fn assert_ascii(buffer: &Buffer, scene: &str) {
    let foreign = buffer.content.iter().find(|cell| !cell.symbol().is_ascii());
    assert!(foreign.is_none(), "{scene} at {}: {foreign:?}", buffer.area);
}

#[test]
fn every_scene_is_drawn_at_every_size() {
    let all = std::env::var("DETENTE_SWEEP").is_ok_and(|value| value == "1");
    let heights: Vec<u16> = if all { (0..=40).collect() } else { HEIGHTS.to_vec() };
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        while let Some((name, keys)) =
            SCENES.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
        {
            let mut unicode = Stage::after(keys);
            let mut ascii = Stage::ascii_after(keys);
            for width in 0..=130 {
                for height in &heights {
                    // The full grid draws both ways everywhere, the quick one in turns.
                    let turn = (width + height) % 2 == 0;
                    if all || turn {
                        unicode.draw(width, *height);
                    }
                    if all || !turn {
                        assert_ascii(&ascii.draw(width, *height), name);
                    }
                }
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
}
