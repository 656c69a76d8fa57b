//! Stand-ins for the charts, so that pages can be judged with something of the right size in them.

use std::fmt::Write as _;

const LOW: i32 = 60;
const HIGH: i32 = 100;

/// A trend of monthly values between 60 and 100, with its limits and numbered marks.
pub(crate) fn trend(values: &[i32], marks: &[(usize, &str)]) -> String {
    let x =
        |i: usize| 48 + i32::try_from(i).unwrap_or(0) * 690 / i32::try_from(values.len() - 1).unwrap_or(1);
    let y = |value: i32| 24 + (HIGH - value) * 220 / (HIGH - LOW);
    let mut svg = String::from(
        "<svg role=\"img\" viewBox=\"0 0 760 290\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#595959\">\
         <title>Indeks 24 bulan</title><desc>Stabil, sedikit naik sejak Maret.</desc>",
    );
    for line in (LOW..=HIGH).step_by(10) {
        let at = y(line);
        write!(
            svg,
            "<path d=\"M48 {at}H738\" stroke=\"#e6e3da\"/><text x=\"8\" y=\"{}\">{line}</text>",
            at + 4
        )
        .ok();
    }
    for limit in [76, 88] {
        write!(
            svg,
            "<path d=\"M48 {0}H738\" stroke=\"#595959\" stroke-dasharray=\"5 5\"/>",
            y(limit)
        )
        .ok();
    }
    let points = values
        .iter()
        .enumerate()
        .map(|(i, value)| format!("{},{}", x(i), y(*value)));
    let points: Vec<String> = points.collect();
    write!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#0072B2\" stroke-width=\"2.5\"/>",
        points.join(" ")
    )
    .ok();
    for (i, value) in values.iter().enumerate() {
        write!(
            svg,
            "<circle cx=\"{}\" cy=\"{}\" r=\"4\" fill=\"#0072B2\"/>",
            x(i),
            y(*value)
        )
        .ok();
        if i % 3 == 0 {
            let month = ["Jan", "Apr", "Jul", "Okt"][i / 3 % 4];
            write!(
                svg,
                "<text x=\"{}\" y=\"268\" text-anchor=\"middle\">{month}</text>",
                x(i)
            )
            .ok();
        }
    }
    for (i, mark) in marks {
        let (at, bottom) = (x(*i), 232);
        write!(svg, "<path d=\"M{at} 24V{bottom}\" stroke=\"#595959\"/><circle cx=\"{at}\" cy=\"24\" r=\"11\"/><text x=\"{at}\" y=\"28\" text-anchor=\"middle\" fill=\"#fff\">{mark}</text>").ok();
    }
    svg + "</svg>"
}

/// A line without axes.
pub(crate) fn spark(values: &[i32]) -> String {
    let step = 132 / i32::try_from(values.len() - 1).unwrap_or(1);
    let points = values
        .iter()
        .zip(0..)
        .map(|(value, i)| format!("{},{}", 2 + i * step, 26 - (value - 70) * 24 / 30));
    let points: Vec<String> = points.collect();
    format!(
        "<svg viewBox=\"0 0 136 28\" role=\"img\"><title>Indeks 24 bulan</title><polyline points=\"{}\" fill=\"none\" stroke=\"#0072B2\" stroke-width=\"1.5\"/></svg>",
        points.join(" ")
    )
}

/// Bars of named values on a scale of 25 to 100.
pub(crate) fn bars(values: &[(&str, u16)]) -> String {
    let height = 40 * values.len() + 10;
    let mut svg = format!(
        "<svg role=\"img\" viewBox=\"0 0 760 {height}\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#1a2530\">\
         <title>Nilai setiap unsur</title><desc>Yang terlemah di atas.</desc>"
    );
    for ((name, value), i) in values.iter().zip(0..) {
        let (top, width) = (8 + 40 * i, (u32::from(*value) - 2500) * 400 / 7500);
        write!(
            svg,
            "<text x=\"0\" y=\"{}\">{name}</text><rect x=\"320\" y=\"{top}\" width=\"{width}\" height=\"22\" fill=\"#0072B2\"/>",
            top + 16
        )
        .ok();
    }
    svg + "</svg>"
}
