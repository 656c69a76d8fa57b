//! Goal: a chart shows exactly the numbers it was given, to eyes and to screen readers, on paper and on phones.
//!
//! Method: draw, read the SVG back as XML, and measure where things stand. What is measured is checked against
//! the chart's own scale as a reader would use it: the labels and lines of the axis.

mod bars;
mod picture;
mod svg;
mod trend;
mod window;
