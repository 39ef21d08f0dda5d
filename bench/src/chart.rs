//! The geometric means as bars, for those who look before they read.

use std::io;

use plotters::prelude::*;

use crate::matrix::{Matrix, geometric_mean};
use crate::measure::timing::Ratio;
use crate::subject::Operation;

const SIZE: (u32, u32) = (1200, 440);
/// On the scale, behind the longest bar.
const ROOM_FOR_A_NUMBER: f64 = 2.5;
const OURS: RGBColor = RGBColor(0x1f, 0x5f, 0xa8);
const THEIRS: RGBColor = RGBColor(0xc2, 0x6a, 0x1e);

/// An SVG of each operation's means over all corpora, on a logarithmic scale; where a
/// peer takes as long as we do, there is no bar.
///
/// # Errors
///
/// If it could not be drawn.
pub(crate) fn chart(matrix: &Matrix<Ratio>) -> io::Result<String> {
    let mut svg = String::new();
    draw(&mut svg, matrix).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(svg)
}

type Drawn = Result<(), Box<dyn std::error::Error>>;

fn draw(svg: &mut String, matrix: &Matrix<Ratio>) -> Drawn {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let root = root.titled(
        "A peer's time / ours, geometric mean over the corpora",
        ("sans-serif", 22),
    )?;
    let operations: Vec<_> = matrix.operations().collect();
    let areas = root.split_evenly((1, operations.len()));
    for (area, operation) in areas.iter().zip(operations) {
        draw_operation(area, matrix, operation)?;
    }
    root.present()?;
    Ok(())
}

fn draw_operation(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    matrix: &Matrix<Ratio>,
    operation: Operation,
) -> Drawn {
    // From below upwards, so that the first is above.
    let peers: Vec<_> = matrix.peers.iter().skip(1).rev().copied().collect();
    let mean = |peer| {
        let ratios = matrix.column(operation, peer);
        geometric_mean(ratios.iter().map(|(_, ratio)| ratio.median))
    };
    let means: Vec<f64> = peers.iter().map(|peer| mean(peer)).collect();
    let longest = means.iter().copied().fold(1.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(operation.name(), ("sans-serif", 18))
        .margin_right(20)
        .x_label_area_size(30)
        .y_label_area_size(160)
        .build_cartesian_2d(
            (0.4..longest * ROOM_FOR_A_NUMBER).log_scale(),
            (0..peers.len()).into_segmented(),
        )?;
    let name = |at: &SegmentValue<usize>| match at {
        SegmentValue::CenterOf(index) => peers.get(*index).map_or("", |name| name).replace('`', ""),
        _ => String::new(),
    };
    (chart.configure_mesh().disable_y_mesh())
        .y_labels(peers.len())
        .y_label_formatter(&name)
        .x_label_formatter(&|times| format!("{times}×"))
        .draw()?;
    for (index, mean) in means.iter().enumerate() {
        let colour = if *mean < 1.0 { THEIRS } else { OURS };
        let bar = [
            (1.0, SegmentValue::Exact(index)),
            (*mean, SegmentValue::Exact(index + 1)),
        ];
        let mut bar = Rectangle::new(bar, colour.filled());
        bar.set_margin(3, 3, 0, 0);
        let text = Text::new(
            format!("{mean:.2}"),
            (mean.max(1.0) * 1.05, SegmentValue::CenterOf(index)),
            ("sans-serif", 12),
        );
        chart.draw_series([bar])?;
        chart.draw_series([text])?;
    }
    Ok(())
}
