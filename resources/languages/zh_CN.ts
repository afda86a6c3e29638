<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>No run yet. Run “Source only” once for the accuracy without adaptation, then a method that adapts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first result follows at the end of the run in progress.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run {number} ({runs})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} right after {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{miou} mean IoU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} right after {name}{interval}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{unknown} of its unknown images were detected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced accuracy {value}, {range}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 % interval: {method}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {classes} more: Inspect measures all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IoU {iou}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} of {count} found, {range}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; the 95 % interval is {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; “{constant_class}” everywhere gives {constant}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after {name}{interval}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found: {missed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} of the pixels are right{everywhere}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always answering “{constant_class}” gives {constant}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No better than always answering “{constant_class}”, which gives {constant}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run “Source only” to see what adaptation gained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> It also learned from {labels}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source only{rest} (run {number})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> on the untranslated images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{difference} points against {what}, {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{change}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{change}: too close to tell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What did adaptation gain?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} is being fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching: {done}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not pretrained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{megabytes} MB to fetch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries {candidates} for {share} of the steps; labels or evidence choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long it takes here is not known before a first run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: about ten epochs of the larger folder, at most 5,000 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images of each domain in a step; Automatic uses the default of the task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Augment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this machine: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run is in progress; its controls are below the images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run of the other project is stopping; its checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available once both folders are read and the worker is ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {held_out} more are held out for evaluation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uses {shots}.{rest}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker is starting; the methods will appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries a short list of methods, and continues with the one that labels or evidence choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which classes the target has; if it may have others, images can be predicted as unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IBN normalises half of the early channels by image, to remove style; for full training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half by image (IBN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As its folders say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some of the source&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source&apos;s and others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some, and others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fast (head only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full (all layers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean IoU on the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare runs </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out shots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{miou} ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluate the model of the checkpoint, and train no further: the run is finished and cannot be resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{basis} 95 % interval: {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from your own weights: .safetensors, or a state dict in .pth; no code in the file is executed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights to start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the backbone of these weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights are being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These weights do not fit the backbone. Choose another file or another backbone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{tensors} of {numbers} numbers fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tensor in the file fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Different shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and {names} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should I do about the shift?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort: name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort: confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort: label suspicion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most certain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>least certain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two to four images can be compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select them with Ctrl and a click, then press C.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model yet. After the first run, this shows where it finds a class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image measures, so no opinion of a model is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No place of this image speaks for “{class_name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows} × {columns} places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{class_name}”, {probability}. Bright places speak for it ({grid}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the images ({images_key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide: {title} ({view_key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of “{of_class}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{chosen} selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inside the lasso</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no image matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An inspection shows the images of both domains here, with similar images close together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run shows here how the features of source and target align during adaptation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label suspicion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspected labels, the strongest evidence first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is in these folders?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the {reading} folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and the </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap source and target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no shift to measure between the same images; choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another target…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {side} folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source has no labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{classes} in the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{classes}; the target&apos;s labels ({known} shared classes) only measure accuracy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{classes}; the target has no labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{classes}; the target has {theirs} of other names. Its labels are left out unless you map them in Adapt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sizes} sizes, about {middle} px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks of the {side}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images, unchecked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files are being checked: {files} of {images}. Some may turn out to be unusable, and nothing can be started before the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and {classes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values of deep images (16-bit, 32-bit, float) that are shown, and learned, as black and as white.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Black</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>White</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image in this range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring precisions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watching: {images}. {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It recommends {run}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {images} {verb} set aside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{precision} predicts the same class as PyTorch on {agreement} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (at another size {elsewhere} %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{agreements} of {images}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fp32, as trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fp16, half the size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>int8, for small devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model of a finished run can be exported, to run without this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its cost is measured while it is written. A model that changes too many predictions is not written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images in class folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its cost is measured on target images before it can be saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another class than PyTorch on {agreement} % of {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; accuracy {accuracy_before} → {accuracy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text}; {bytes} MB; {milliseconds} ms per image here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where will it run?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes images of any size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allows any height and width, if the network supports this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt a model first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predict…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort images…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies each image of a folder into a folder of its predicted class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicts images as they arrive, and warns if they drift away from the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the model above, for all images of a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shift, all runs, and the reason for the recommended run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best by validator (step {best})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save anyway…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images to predict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images to sort</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report (*{ending})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {path}. {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A table with path, class and confidence; the filter above the images chooses them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predictions shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {predictions} of the target shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save {predictions}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the shown predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {predictions} to {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No difference between the domains is detected. A model of the source can be used as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{as_it_is}; {labels_to_ask} random labels measure it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Far apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partly apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still {figure}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A classifier of the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try another method, or label images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt a model to the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>label {labels_to_ask} random images to measure it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this costs in accuracy is not known without labels. {advice}, and {measure}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is right on {value} of source images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and on {range} of labelled target images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{right}: the shift costs little accuracy, if any.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The class that looks most different is “{label}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target has no labels to measure errors. Label some images first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} of {images} are right (95 % interval {interval}). Click a cell to see its images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected calibration error {calibration_error}: on average the model is {bias}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” predicted “{prediction}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No groups: the folders have no levels besides the classes. Choose a CSV file with a column “path”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most frequent error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The groups have too few labelled images to compare them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; before adaptation by {gap_before}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; too close to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best and the worst group differ by {gap} points{before}{close}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far apart are they?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the features of an exported or imported model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pretrained network shows the shift before training; the model of a run shows the remaining shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images of each domain, sampled at random. More images take longer and give narrower intervals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns “path” and, for example, site, camera, weather. Folder levels are groups without a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups of target images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available once both folders have been read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not inspected yet. Inspect computes features of both domains, measures how far apart they are, and shows which properties, classes and groups differ. It takes less than a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run {number} · {method}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder of an exported or imported model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{interval}; two halves of the source {reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} of the {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target_count} of the {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} and {target}, with features of {features}. Intervals are 95 %, by resampling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No duplicates, no blank or blurred images and no suspected label errors among the inspected images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of a class corrects the label in this project. Your files stay as they are, and Ctrl+Z takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All listed labels are decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kinds of problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images with this problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label is right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the label of the selected image, which is not suspected again (Tab)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The first {sets} are listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nested folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flat folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hugging Face metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>images and masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>COCO segmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a readable image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image of a kind that is not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>archive or packed data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pointer to a file that is not here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>duplicate name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>symbolic link loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask of another size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown class in the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no permission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to resize. A double click gives the larger part all the space, and the next one restores both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance (FID)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance to the target in the features of a pretrained network, before and after{where}. Lower is better. The Fréchet distance of the Inspect step is another number, because it is of scaled principal components of the features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance (KID)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A second distance to the target, unbiased for small numbers of images. Lower is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change of content, as opposed to style. 0 means no change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences between translated images, relative to those of the target. Near 0, all images look alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, on {images} source and {images2} at {side} × {side} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured only if source images have classes or masks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of {kept_count} {unit}, those</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{of} whose class the source classifier predicts as before. The others may show another class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step} / {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trial {trial} of {trials}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>under a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close  Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter explains {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain the terms: {of}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain these terms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History of labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restores all labels to their state after this step; Ctrl+Z undoes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show earlier steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no labels yet. Each step will be listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redone: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} drawn to measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} released to teach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{which} corrected to “{label}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{which}: label confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{which}: correction withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: {strokes} removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} painted {listed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} erased</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{which} marked unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{which} labelled “{after}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{which}: label removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missing} labelled image is not in the folder; the labels are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missing} labelled images are not in the folder; the labels are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missing} corrected image is not in the folder; the corrections are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missing} corrected images are not in the folder; the corrections are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>their images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{labels} moved with {image}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which images are worth my time?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings are the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target has no labels, so accuracy by class is unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker printed no output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{method} on {backbone} at {image_size} px, seed {seed}, {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {start}: {name}, {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}: {title}: target {target_accuracy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}: checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{translator} at {image_size} px, seed {seed}, {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>translator: FID {fid}, before {fid_before}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}: FID {fid}, before {fid_before}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: {rate} images/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished after {seconds}{pace}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, target {target_accuracy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished after {seconds}: source {source_accuracy}{target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be written ({strerror}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare	Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run again with changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags	F2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore {named}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty trash ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter {plural}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker is starting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume {named}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{records} moved to the trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped at step {step}; the checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused at {place_words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log has the details; “Report a problem” packs it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An unexpected error occurred ({name}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labels the selection as unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for the name of another class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>marks the selection as unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows images like the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compares the selected images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pans in the scatter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is the lasso in the scatter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is the box in the scatter and the ruler in the large view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows the heat map in the large view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is the loupe in the large view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press another digit or letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is neither a digit nor a letter from A to Z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrections use the classes of the source folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{label}” is no class of the source.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes in the folders are no longer noticed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {names} folder changed; it is read again after the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} {verb} added to the {side}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> from the {side}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} {verb} removed{origin}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, too close to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last {shots} gained {points} points ({low} to {high}{told}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What labels gain is not known: no random labels measure the runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gain of labels is known after the next run with more of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten more shots would gain about {gain} points, between {low} and {high} (95 %).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resuming…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence}. The translations are shown in the Translate step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{quoted} or {classes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>their image is missing, or their class is not a class of this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{labels} {verb} left out: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run was ended at step {ended} of {steps}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 held-out shot is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} held-out shots are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} of {shots} right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{right}: the target&apos;s accuracy lies between {low} and {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run {number}, with another seed, agrees on {share} of the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Neither result is reliable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on the labels of the target folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model predicts no target image as {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No worker could be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again, or restart the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the program; its log may say more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo labelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show these keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the glossary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the documentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the part before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the scatter, or the other view of the step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the images all the height, and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the next run is executed. A run that was begun goes on where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To add another computer, type in a terminal: workbench hosts add NAME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs are executed on: {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the worker…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer · {here}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: images with labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder with one subfolder for each class, or click to choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target: images to adapt to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder of images, with or without labels, or click to choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release to read this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a file. Drop the folder that holds it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading… {files} so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the files: {files} of {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
{files} set aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Project {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch to the light theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch to the dark theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two folders of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source has labels, the target is to be recognised without. Click an image to look closer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Inspect. It shows what differs between source and target, and the images behind each number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Adapt. A model learns the target without its labels; curves and Pause are below the images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name a few images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a target image and press the key of its class, here on the left. The next run learns from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the model away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export saves the model with what it needs to run elsewhere. Press ? for all keys and for this tour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of a class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the key for “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A digit or a letter{rest}. Esc keeps the current key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; the current key is {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model whose predictions you see, accept with Enter, and export. Click to choose another finished run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model · {name}  ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current model: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the folder that contains the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder for the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{stem} to {stem2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The project “{name}” has the same two folders. Open it, or create another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report (*.zip)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote {name}: the log, versions and the settings of the run. It contains no images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the project into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The project NAME.workbench</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new {side} folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Renaming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until that has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run or a translation of this project is in progress.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verb} the project {stem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the source folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the target folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trash of this computer does not take the project. Delete it for ever? It cannot be brought back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy has the same folders of images, and its own labels, runs and translations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting what is in it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Also in its folder: {others}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the trash goes {folder} ({size}): {goes}.{others}

Images that stay:
{stays}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “{name}” for ever?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete for ever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLASSES</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHOW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{labels} for measuring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only {unknown}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change its key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes appear once the source has been read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} (Ctrl+{index})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RECENT PROJECTS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing: {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today {strftime}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure and reduce the shift between two image domains, and export the adapted model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handwritten digits from two scanners: an adapted model within two minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use them anyway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Five steps on the sample: from two folders to a model that runs elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YOUR OWN FOLDERS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the backup of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {labels}. The damaged files are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hint}, or use them as they are to translate only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose folders that share no images, or use them anyway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open for reading: its folder cannot be written, so nothing can be labelled, run or changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All changes saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{labels} · Ctrl+Z to undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tour: {at} of {stops}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes of the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source lacks classes with these names. Classes that are left out do not count in the scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source class for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weigh errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Measure: weigh a miss of a class against other errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say that missing a class costs more than a false alarm; exported models decide so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exported models and predictions decide so; images in this window keep the most probable class. Counts that you watched while choosing flatter the choice: ten more labels check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class whose miss has a cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of missing the class, in errors of another class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many other errors one miss of the class is worth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probability against the next class from which the class is decided, in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most probable class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every miss costs 1 again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A miss costs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labelled images are being predicted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As with the most probable class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most probable class: {usual}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missed} of {of_class} “{name}” missed{interval}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missed}; {false_alarms} of {others} taken for it{interval}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missed} of {of_class} missed, {false_alarms} of {of_others} taken for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class · {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class · folder {level}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the review: accept the predictions of the line of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the review: accept the predictions of all images in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the review: accept the rest of the class; asks first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The predictions of a finished run are shown here as pictures, to accept or correct them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first run is under way. Its predictions are shown here when it has finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the line of the current image (Shift+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all images in view (Ctrl+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept what is left of this class and part (Ctrl+Shift+Enter); asks first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Breakdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most certain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⇧↵  row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl ↵  page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc  cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The filter hides {predictions} that nobody has decided.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every prediction of {model} is decided, or its image is in the measuring set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {hidden} hidden by the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{places} left of {model}{hidden}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All {number} “{name}”…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept all {number} predicted {whose}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of “{part}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept “{name}” for the {images}{part} left, seen or not? Ctrl+Z takes it back at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} like those that you named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} in doubt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} most like the chosen ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every image has a label or was passed over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image without a label is left that is like the chosen ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label the selected images “{}” (Enter). Ctrl+click takes an image out of the selection; what is left follows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divide the group into two and show the larger part (−)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the image under the cursor large (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave this group for later (Tab)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all images again (Esc). Labels stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space  look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−  split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab  next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc  done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forming groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No group is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the {paths} purest are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group {number} of {naming_number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter  {every} {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the purest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the nearest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels (*.csv *.json *.jsonl);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain of labels: measured accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One by one: a class key changes the label, Enter accepts the prediction, Tab confirms the label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review confirmed labels again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Includes the labels that you confirmed although the model contradicts them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{labels} {verb} from the prediction of the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> You have confirmed {others}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model agrees with every label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> except {kept} that you have confirmed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which predictions are right?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{places} to review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted by {model}: {classes}, listed beside the images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted labels teach the next run; they never measure. Images of the measuring set are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of another program or person; you see what changes before it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes all labels as a file for another program, or as class folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export labels: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders by class, copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders by class, links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>repeats an earlier entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels can be imported once the target folder is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no labels to export yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported {labels} from {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{same} {verb} equal already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{entries} left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Left out: {labels} for measuring, which must not teach.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The corrected labels of the source are in {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote {labels} to {name}.{measuring}{corrected}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of them; then they measure no more, and others can be drawn. Ctrl+Z undoes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let these labels teach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New class…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of a new class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A class that the source lacks; a run learns it from the images that you label (N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>U  unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of these classes (U)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>X  unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You cannot tell the class: not suggested again, and not used for training (X)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M  more like this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the images that are most like the selected ones, the nearest first (M)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt with other settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No target image is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {images} marked unsure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The images whose labels help most are below; Tab goes to the next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a run or an inspection, the most useful images are suggested.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select target images and press the key of their class. {later}{marked}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label the selection “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prediction of this image cannot be accepted, because its label measures the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the key of the class that you see, or X if you cannot tell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perhaps “{likely}”; for how many is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>probably</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sure} “{likely}”: {low} to {high} of them, an estimate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label to measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} to go · class key · Tab next · X unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target has not been read yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image is drawn yet. Each is shown without the model&apos;s opinion; press the key of its class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw {images}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All drawn images are labelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw {more} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{entries} left out:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conflicting labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, and {same} that {verb} equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has {new}{equal}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} {verb} another label in it: click a label, or select rows and press ← or →.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (Cohen&apos;s κ {kappa})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You agree on {agreement} of the images that both labelled{kappa}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No entry has an image of the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>different labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups are formed from what a run or an inspection computes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run one of them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups can be formed when the run has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images like one that measures are not shown, because its label must not teach.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an image that is not drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>review: the model contradicts these labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random target images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the target is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes and their numbers of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every target image was labelled or skipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a run or an inspection, the ten images whose labels help most are shown here. Until then, select target images above and press the key of their class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ten others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab does this too, once these are labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show images that look alike together, to name them with one key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the method and settings of the last run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stops the search for images; the images that are shown stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt again with {shots}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is starting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapting · {pace}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching for the images whose labels help most…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt a model with them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All are labelled. {again}, or press Tab for others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{left} to go, chosen by the inspection · Tab next · X unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{left} to go · Tab next · Enter accepts · X unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching the target for the images whose labels help most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Tab for the ten images whose labels help most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any images: a table, JSON or COCO with class, confidence and unknown score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{method} needs labelled target images. Label a few first, best some of each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No label teaches yet. Target images that you label under Teach are used as shots.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only “{}”; click again to show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1–9, 0, letters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label the selected target images with the class of the key, and go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… on source images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct their labels in this project; Tab keeps a suspected label, Delete withdraws</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label the selection as a new class / as unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark the selection as unsure; it is not used for training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next image, or group, to label / back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the model&apos;s prediction, or the likely class of a group, and go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the images that are most like the selected ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split the group of images in two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an image; in Translate, before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare two to four selected images side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ruler / heat map / 100 % while Z is held, in the large view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the divider between before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrows, Shift, Ctrl+A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lasso / box / pan in the scatter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next run learns from these labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of random images show how often a model is right; no run learns from them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The predictions of the current model as pictures, to accept or to correct them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interval holds in 95 % for a number of labels that was chosen beforehand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that nobody chose: uniformly at random from those that no label teaches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often is the model right?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {classes} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every image is drawn or has a label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image is drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {unsure} unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{named} of {drawn} labelled{unsure}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images can be drawn once the target has been read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{asked}, which you label without the model&apos;s opinion, show how often it is right. Their labels never teach, and measure every run of this project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no finished run yet. Every run will be measured on these labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run {number} ({title})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is measured as soon as images are labelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {between} {share} right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>±{half_width} points now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{more} more labels: about ±{measurement_more} points ({now}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {value} of {count} found ({between})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always answering “{constant_class}” is right in {constant}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The model is no better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced accuracy {value} ({between}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison with source only follows when all drawn images are labelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{points} points against source only ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; about {labels} would tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{points}: too close to tell{more}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{points}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepts only pixels of this certainty: 100 % less the entropy of the prediction, as a share of the largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves its paint along the motion between both images, for frames of a video, where that motion is certain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The previous image is not painted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paints all unpainted pixels as predicted (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surer than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least certainty of accepted pixels in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carry over from the previous image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removes all paint from this image (Delete); Undo restores it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export masks…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a mask with class numbers for each painted image into a new folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint helps most where the model is uncertain: Tab goes there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a run, uncertainty shows where to paint. Until then, paint a little of each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New folder for the masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrote {masks} to {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image measures: its prediction is shown once it has a label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The predicted mask follows at the end of the run in progress.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose other images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes to the most uncertain region that is not painted yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prediction is known after a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The uncertainty of the model is known after a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no prediction here that is certain enough. Paint it, or lower the certainty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · no predicted mask yet: it follows at the end of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a target image below and paint its pixels here. A few strokes of each class help a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Painter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radius of brush and eraser in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radius of brush and eraser ([ and ])</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the paint in percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most uncertain  Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint the first image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous (Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next (Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the paint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding regions of one look…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} painted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is painted yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} · this image measures, so its paint teaches no run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} · paints “{label}”{mask}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint the chosen class. The right button or Alt erases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click the corners; Enter or a double click closes it, Esc cancels it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a corner, an edge or a whole polygon; Alt and a click remove a corner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag over regions of one look to paint them; the size of the brush sets theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint the connected pixels of one class, or without paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the predicted region that you click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the image; the middle button or Ctrl does this with every tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the prediction faintly under the paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows where the model is uncertain; paint helps most there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools neither paint over nor erase other classes than the chosen one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint this image, or accept the prediction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No paint of the previous image could be followed to this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint on all of them teaches then; their pixels measure no more. Ctrl+Z undoes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release these images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of these classes; counts as wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You cannot tell; widens the interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the last answer back and shows its image again (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the cross</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixel shows “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that you painted are not drawn, and paint on a drawn image teaches no run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels that measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next  Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaves this image for later; until it is labelled, it widens the interval (Tab)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is drawn yet. Each image is shown with a cross; press the key of the class there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an image that is drawn, or press Tab for the next one to label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot be read, so its pixel has no class. X leaves it out and widens the interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image was drawn without a pixel. X leaves it out and widens the interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure · a class key names the pixel, Delete removes the mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named “{named}” · another key changes it, Delete removes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · its paint teaches no run while it measures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which class is at the cross? · {images} to go · class key · X unsure{paint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a run, the IoU of each class is shown here, beside target images with their prediction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first predicted masks follow at the next evaluation of the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the masks…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lowest IoU of “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No target image with a mask contains “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels of the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · images as of step {live}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · lowest IoU of “{of_class}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · click a class for its worst images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{accuracy} of pixels right · edges {boundary}{hint}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target has no masks for evaluation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random pixels of random target images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the target&apos;s pixels are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chooses the brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chooses the eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draws a polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edits a polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is the wand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fills connected pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepts a region of the prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows the prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows the uncertainty of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>protects other classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any images: writes a mask with the class of each pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint the class of this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B / E, right button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush / eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon / edit its corners</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wand: regions of one look / fill connected pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept the predicted region that is clicked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the prediction / the uncertainty of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protect other classes than the chosen one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>G, middle button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the image; the wheel zooms, Home shows all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A smaller / larger brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close a polygon; else accept the whole prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the last corner / cancel the polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the most uncertain unpainted region, or to the next image without paint / back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove all paint from the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous / next image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make masks less / more opaque</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the class at the cross, and go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The class is none of these / you cannot tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the image for later / go to the image before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the last answer back, and return to its image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in / out / show the whole image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Label, paint “{}”; elsewhere, show the images with its lowest IoU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint or find {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{method} needs labelled target images. Paint a few first, best some of each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No painted target images yet. Images that you paint are used as shots.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This translator works in one direction only, from the source to the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by t{number} · {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the target&apos;s look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the source&apos;s look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What does the difference look like?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The direction for opened images, folders and videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train and translate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A translation is in progress; its controls are below the images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The translation of the other project is stopping; its checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} A translation and a run can be in progress at the same time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long it takes is known a few seconds after it has begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes {seconds}, at the pace of {named}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No translation yet. A translator without training gives a result at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples appear during the translation; its quality follows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} works in one direction only: from the source to the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} needs a source with several classes. Choose a folder with a subfolder for each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker is starting; the translators will appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source images in the look of the target appear here, each beside the original, its reconstruction and the nearest target image. Choose the translator in the form on the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translation needs two domains. It can start once both folders are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the previews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {image_size} px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first samples follow after the first steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Adapt on them” makes the translated source images the source of the project. Your own folder does not change; one click below the header restores it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model that is adapted on them may be worse than one that is adapted on the original images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps file names, class folders and masks, so that other programs can read it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt on them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translated images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured on {images}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save translated images in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source is now “{name}” as translated by t{number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp *.gif)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uses up to five selected target images; you can also drag them here from the grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the look of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} {verb} refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {slots} style images are allowed: the first {slots} are kept, {refused}. Click an image to remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without images: the look of the whole target. Drag one to five images here from the grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The current translator applies this look to the samples at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used when you start the translator below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the look of your {images} · {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose style images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and {masks}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {files} could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images}{masks} in {out}, in the same class folders.{aside}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first {length} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} The number of frames is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} All {frames} take about {seconds}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{out}: {frames}, {width} × {height}, {sound}, in {seconds}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apart from motion, adjacent frames differ by {written} grey levels; in the source by {source}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare translations </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label}, predicted as {flips}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before ({name})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>translations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A video file, or a folder of frames.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of frames, in the order of their names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side with the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How strongly a frame follows the previous one: less flicker, but slower changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translate the first two seconds with these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translate video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video to translate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos ({patterns})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the translated video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos ({kinds})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} over steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{cell} of {total} “{truth}”{share} are predicted “{predicted}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted →</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true ↓</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence}. Click to sort the images by it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In {share} of pairs, the value of the target image is {which} than that of the source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>higher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> in </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the run from its first saved step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moment of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy over the number of shots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shots} expected: {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reliability diagram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at {confidence} confidence {accuracy} of {count} right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confidence against accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses and accuracy appear here while a run is in progress.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The validator whose score is the dashed line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses and quality appear here while a translator is trained. Some translators need no training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves of the translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure of quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this filter by name, or show a saved one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only images with a class, a confidence, a label state, a folder, …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word in the path…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved filters…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image has a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter edits, Delete removes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}. Click to edit; × or Delete removes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Less than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word in the path or in a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high} in these images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image has a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>label ≠ prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>label = prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measuring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>teaching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predictions to review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the selected images side by side, with zoom and pan locked (C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reverse the order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter  /</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words in the path, class or prediction, column:value or column&lt;number, as in class:bird confidence&lt;0.9. Esc clears</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare  C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast of the thumbnails and of the large view, in this project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size (Ctrl+wheel)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected: {images}. Two to four are compared; Ctrl and a click select several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast altered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>corrected from {given}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>marked unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No filter is saved yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name for the current filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IoU by class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prediction, truth and difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast of the images, in this project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the images (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{aside} of the image is ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrong {wrong}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image has no prediction. Run a method, or choose another run below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This image has no mask to compare the prediction with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target images with predicted classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Display altered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast, channel or colours differ from the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the grid (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left and Right replace the framed image, Tab goes to the next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}; image {place} of {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted {predicted}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value v in 0–1 is shown as v to the power of gamma: below 1, dark parts become brighter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equalises the contrast of each part of the image (CLAHE); the number is the clip limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of grey images and single channels. Viridis, Cividis, Inferno and Magma suit colour-blind persons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the darkest and the brightest 0.5 % of each image as black and as white</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Display only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value shown as {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value that is shown as {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The coordinates in this file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has coordinates. They are shown only when you ask for them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images in the order of the grid; a click shows one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image {row} of {items}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First seconds of the video, above their translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source above, its translation below. A click stops it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grad-CAM of the last convolution, or of the last patches of a transformer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ruler  R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heat map  H</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no prediction yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Display altered · Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast, channel or colours differ from the file. A click shows the image as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image viewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loupe  Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold this button, or Z, to see a pixel of the file as a pixel of the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>100 %, from {shown} of {file_width} px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest source samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples before and after translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {flips} predicted as another class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length {length} px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Angle {angle}°</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Δx {across} px, Δy {down} px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag over the image to measure. R ends it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size of a pixel in the unit below. The project keeps it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconstructed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label}, now predicted {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label}, still predicted as such</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted {said}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} × {size2} px</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled &lt;b&gt;{escape}&lt;/b&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted &lt;b&gt;{escape}&lt;/b&gt;{sure}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} on the left, {name2} on the right of the divider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the divider, or press , and .</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the samples (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Style images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop target images from the grid or image files here; a click removes an image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram of the image&apos;s values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares of the values on a square-root scale. Drag a limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {others}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lasso  S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw around points to select them (S). Shift adds, Ctrl removes, both together intersect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box  R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box around points to select them (R). Shift adds, Ctrl removes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour of the points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout of the points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCA preserves distances; t-SNE and UMAP preserve neighbours and are animated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all points (Home)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The features of both domains appear here once a model has computed them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scatter of features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{status} on {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own words, separated by commas. Double-click or press F2 to edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label-free score, %. Higher is better; comparable between runs on the same domains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy on labelled target samples that taught no run, %; without labels in the folder, on those of Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled target samples that the run was trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain from additional shots, in points, over an earlier run of the same method and settings, on the same labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy on held-out source samples, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>backbone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>head: only the head, on a frozen backbone (fast); all: the whole network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance to the target before and after (FID). Lower is better; sorted by the value after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>translator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images or pixels that keep their predicted class, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether target images are also translated to the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n class</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n correction</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labelled target image</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mask</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more label</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new label</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other class</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other image</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n painted image</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prediction</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shot</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown prediction</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source image</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stroke</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n target image</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n translation</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>nothing was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The PDF could not be written to {out} ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An unexpected error occurred ({kind}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
