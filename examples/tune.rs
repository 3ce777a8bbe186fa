use patchwise::config::*;

use patchwise::evaluate::Stage;
use patchwise::*;
use std::time::Instant;
fn main() {
    pollster::block_on(run())
}
async fn run() {
    if std::env::args().nth(1).as_deref() == Some("dump") {
        let data =
            data::Loader::scenes(&ScenesConfig { unlabeled: 80, train: 1, test: 1, ..Default::default() })
                .unwrap()
                .load()
                .unwrap();
        let mut img = image::RgbImage::new(10 * 34, 8 * 34);
        for i in 0..80u32 {
            let px = data.unlabeled.rgb(i as usize).unwrap();
            for y in 0..32 {
                for x in 0..32 {
                    let p = ((y * 32 + x) * 3) as usize;
                    img.put_pixel(
                        (i % 10) * 34 + x,
                        (i / 10) * 34 + y,
                        image::Rgb([px[p], px[p + 1], px[p + 2]]),
                    );
                }
            }
        }
        image::imageops::resize(&img, 1020, 816, image::imageops::FilterType::Nearest)
            .save("/tmp/scenes.png")
            .unwrap();
        return;
    }
    let args: Vec<String> = std::env::args().collect();
    let get = |i: usize, d: f64| args.get(i).and_then(|a| a.parse().ok()).unwrap_or(d);
    let (n, epochs, batch, lr) =
        (get(2, 1000.0) as usize, get(3, 5.0) as usize, get(4, 16.0) as usize, get(5, 1e-3));
    let method: Method = serde_json::from_str(&format!("\"{}\"", args[1])).unwrap();
    let device = device::open(device::DeviceKind::Cpu).await.unwrap();
    let t = Instant::now();
    let data =
        data::Loader::scenes(&ScenesConfig { unlabeled: n, train: 1000, test: 1000, ..Default::default() })
            .unwrap()
            .load()
            .unwrap();
    println!("drawn {:?} mean {:?} std {:?}", t.elapsed(), data.mean, data.std);
    let config = PretrainConfig {
        method,
        epochs,
        batch_size: batch,
        optimizer: OptimizerConfig::Adam { learning_rate: lr },
        schedule: ScheduleConfig { kind: ScheduleKind::Cosine, ..Default::default() },
        augmentation: Augmentation { crop: get(6, 1.0) > 0.0, flip: true },
        ..Default::default()
    };
    let mut s = Session::new(&config, &data, &device).unwrap();
    let t = Instant::now();
    while !s.is_done() {
        let e = s.run(20).await.unwrap();
        if e.step % 60 == 0 {
            println!(
                "{:?} {}/{} loss {:.3} acc {:.3}",
                t.elapsed(),
                e.step,
                e.total_steps,
                e.loss,
                e.pretext_accuracy
            );
        }
    }
    println!("trained {:?}", t.elapsed());
    for (p, c) in [
        (Protocol::Pretext, EvaluationConfig::default()),
        (Protocol::Linear, EvaluationConfig { ..Default::default() }),
        (Protocol::Knn, EvaluationConfig { neighbors: 20, ..Default::default() }),
    ] {
        let t = Instant::now();
        let mut e =
            Evaluation::new(&EvaluationConfig { protocol: p, ..c }, &s.network(), &s.info(), &data, &device)
                .unwrap();
        loop {
            if let Stage::Done(r) = e.run(10).await.unwrap() {
                println!(
                    "{:?} {:.3} random {:?} {:?} per class {:?}",
                    p,
                    r.pretrained.accuracy,
                    r.random.map(|r| r.accuracy),
                    t.elapsed(),
                    r.pretrained
                        .per_class
                        .iter()
                        .map(|x| (x.unwrap_or(0.0) * 100.0) as i32)
                        .collect::<Vec<_>>()
                );
                break;
            }
        }
    }
}
