//! A tiny painter: filled shapes on a square canvas, smoothed by sampling each pixel four times.

/// Red, green, blue in 0..=1.
pub(super) type Color = [f32; 3];

/// Samples per side of a pixel.
const SAMPLES: usize = 2;

/// A filled outline in the coordinates of its object: x to the right, y down, about -1..=1.
#[derive(Clone, Debug)]
pub(super) enum Outline {
    Ellipse { center: [f32; 2], radii: [f32; 2] },
    Polygon(Vec<[f32; 2]>),
}

impl Outline {
    pub(super) fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self::Polygon(vec![[left, top], [right, top], [right, bottom], [left, bottom]])
    }

    pub(super) fn triangle(apex: [f32; 2], half_width: f32, base: f32) -> Self {
        Self::Polygon(vec![apex, [apex[0] + half_width, base], [apex[0] - half_width, base]])
    }

    pub(super) fn circle(x: f32, y: f32, radius: f32) -> Self {
        Self::Ellipse { center: [x, y], radii: [radius, radius] }
    }

    fn contains(&self, [x, y]: [f32; 2]) -> bool {
        match self {
            Self::Ellipse { center, radii } => {
                let (dx, dy) = ((x - center[0]) / radii[0], (y - center[1]) / radii[1]);
                dx * dx + dy * dy <= 1.0
            }
            Self::Polygon(points) => {
                let mut inside = false;
                let mut previous = points[points.len() - 1];
                for &point in points {
                    let crosses = (point[1] > y) != (previous[1] > y);
                    let slope = (previous[0] - point[0]) / (previous[1] - point[1]);
                    if crosses && x < point[0] + (y - point[1]) * slope {
                        inside = !inside;
                    }
                    previous = point;
                }
                inside
            }
        }
    }
}

/// Outlines with colours; later ones lie on top.
pub(super) type Parts = Vec<(Outline, Color)>;

/// Parts at a position on the canvas.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub parts: Parts,
    /// Centre on the canvas, 0..=1 from the top left.
    pub center: [f32; 2],
    /// Half width and half height on the canvas.
    pub scale: [f32; 2],
    /// Lean in radians.
    pub tilt: f32,
}

impl Object {
    fn color_at(&self, [x, y]: [f32; 2]) -> Option<Color> {
        let (dx, dy) = (x - self.center[0], y - self.center[1]);
        // A shear is enough for a small lean and needs no trigonometry, which differs between platforms.
        let local = [(dx + self.tilt * dy) / self.scale[0], (dy - self.tilt * dx) / self.scale[1]];
        if local[0].abs() > 1.6 || local[1].abs() > 1.6 {
            return None;
        }
        self.parts.iter().rev().find(|(outline, _)| outline.contains(local)).map(|&(_, color)| color)
    }
}

/// How the two pairs of a backdrop's colours meet.
pub(super) enum Gradient {
    /// At a height, 0..=1 from the top, that rises by `slope` from left to right.
    Horizon { height: f32, slope: f32 },
    /// In the middle, one pair after the other along a direction whose larger part is 1.
    Across([f32; 2]),
}

/// Everything on a canvas: a backdrop, and objects of which later ones lie in front.
pub(super) struct Scene {
    /// From the top, or the start, to where the pairs meet.
    pub sky: [Color; 2],
    /// From there to the bottom, or the end.
    pub ground: [Color; 2],
    pub gradient: Gradient,
    pub objects: Vec<Object>,
}

impl Scene {
    fn backdrop(&self, [x, y]: [f32; 2]) -> Color {
        let (place, border) = match self.gradient {
            Gradient::Horizon { height, slope } => (y, height + slope * (x - 0.5)),
            Gradient::Across([dx, dy]) => {
                (0.5 + ((x - 0.5) * dx + (y - 0.5) * dy) / (dx.abs() + dy.abs()), 0.5)
            }
        };
        match place < border {
            true => mix(self.sky[0], self.sky[1], place / border),
            false => mix(self.ground[0], self.ground[1], (place - border) / (1.0 - border)),
        }
    }

    /// Paints values in 0..=1: interleaved RGB, `[S, S, 3]`.
    pub(super) fn paint(&self, side: usize) -> Vec<f32> {
        let mut pixels = vec![0.0; side * side * 3];
        let step = 1.0 / (side * SAMPLES) as f32;
        for row in 0..side * SAMPLES {
            for column in 0..side * SAMPLES {
                let point = [(column as f32 + 0.5) * step, (row as f32 + 0.5) * step];
                let top = self.objects.iter().rev().find_map(|object| object.color_at(point));
                let color = top.unwrap_or_else(|| self.backdrop(point));
                let start = ((row / SAMPLES) * side + column / SAMPLES) * 3;
                for channel in 0..3 {
                    pixels[start + channel] += color[channel] / (SAMPLES * SAMPLES) as f32;
                }
            }
        }
        pixels
    }
}

pub(super) fn mix(from: Color, to: Color, part: f32) -> Color {
    let part = part.clamp(0.0, 1.0);
    std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * part)
}
