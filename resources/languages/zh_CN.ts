<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>No run yet. Run “Source only” once for the accuracy without adaptation, then a method that adapts.</source>
        <translation>还没有运行。先运行一次“仅源域训练”，得到不做适应时的准确率，再运行一种适应方法。</translation>
    </message>
    <message>
        <source>The first result follows at the end of the run in progress.</source>
        <translation>当前运行结束后会给出第一个结果。</translation>
    </message>
    <message>
        <source>run {number} ({title})</source>
        <translation>运行 {number}（{title}）</translation>
    </message>
    <message>
        <source>{share} right after {name}.</source>
        <translation>{share}预测正确（{name}）。</translation>
    </message>
    <message>
        <source>{miou} mean IoU</source>
        <translation>平均 IoU {miou}</translation>
    </message>
    <message>
        <source>{share} right after {name}{interval}.</source>
        <translation>{share}预测正确（{name}{interval}）。</translation>
    </message>
    <message>
        <source>{unknown} of its unknown images were detected.</source>
        <translation>其中 {unknown} 的未知类图像被识别出来。</translation>
    </message>
    <message>
        <source>Balanced accuracy {value}, {range}.</source>
        <translation>平衡准确率 {value}，{range}。</translation>
    </message>
    <message>
        <source>95 % interval: {method}.</source>
        <translation>95% 区间：{method}。</translation>
    </message>
    <message>
        <source>… and {classes} more: Inspect measures all.</source>
        <translation>…另有 {classes}：“检查”步骤会测量全部类别。</translation>
    </message>
    <message>
        <source>IoU {iou}</source>
        <translation>IoU {iou}</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>{value} of {count} found, {range}</source>
        <translation>{count} 个中找到 {value}，{range}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>; the 95 % interval is {low} to {high}</source>
        <translation>；95% 区间为 {low} 至 {high}</translation>
    </message>
    <message>
        <source>; “{constant_class}” everywhere gives {constant}</source>
        <translation>；全部答“{constant_class}”可得 {constant}</translation>
    </message>
    <message>
        <source>after {name}{interval}.</source>
        <translation>{name} 之后{interval}。</translation>
    </message>
    <message>
        <source>Not found: {missed}.</source>
        <translation>未找到：{missed}。</translation>
    </message>
    <message>
        <source>{value} of the pixels are right{everywhere}.</source>
        <translation>{value} 的像素正确{everywhere}。</translation>
    </message>
    <message>
        <source>Always answering “{constant_class}” gives {constant}.</source>
        <translation>始终回答“{constant_class}”可得 {constant}。</translation>
    </message>
    <message>
        <source>No better than always answering “{constant_class}”, which gives {constant}.</source>
        <translation>不优于始终回答“{constant_class}”（{constant}）。</translation>
    </message>
    <message>
        <source>Run “Source only” to see what adaptation gained.</source>
        <translation>运行“仅源域训练”，即可看出适应带来的提升。</translation>
    </message>
    <message>
        <source> It also learned from {labels}.</source>
        <translation>它还从 {labels}中学习。</translation>
    </message>
    <message>
        <source>source only{rest} (run {number})</source>
        <translation>仅源域训练{rest}（运行 {number}）</translation>
    </message>
    <message>
        <source> on the untranslated images</source>
        <translation>（未翻译的图像）</translation>
    </message>
    <message>
        <source>{difference} points against {what}, {low} to {high}</source>
        <translation>相对{what} {difference} 个百分点，{low} 至 {high}</translation>
    </message>
    <message>
        <source>{change}.</source>
        <translation>{change}。</translation>
    </message>
    <message>
        <source>{change}: too close to tell.</source>
        <translation>{change}：差异不显著。</translation>
    </message>
    <message>
        <source>What did adaptation gain?</source>
        <translation>适应带来了多少提升？</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>主干网络</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{title} is being fetched.</source>
        <translation>正在下载 {title}。</translation>
    </message>
    <message>
        <source>Fetching: {done}</source>
        <translation>正在下载：{done}</translation>
    </message>
    <message>
        <source>Fetching …</source>
        <translation>正在下载…</translation>
    </message>
    <message>
        <source>Not pretrained</source>
        <translation>未预训练</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>{megabytes} MB to fetch</source>
        <translation>需下载 {megabytes} MB</translation>
    </message>
    <message>
        <source>Tries {candidates} for {share} of the steps; labels or evidence choose.</source>
        <translation>用 {share} 的步数试验 {candidates}，再由标签或证据选定。</translation>
    </message>
    <message>
        <source>How long it takes here is not known before a first run.</source>
        <translation>首次运行之前，无法得知在本机需要多长时间。</translation>
    </message>
    <message>
        <source>Default: about ten epochs of the larger folder, at most 5,000 steps</source>
        <translation>默认：较大文件夹的约十轮，最多 5,000 步</translation>
    </message>
    <message>
        <source>Images of each domain in a step; Automatic uses the default of the task</source>
        <translation>每一步中每个域的图像数；“自动”采用任务的默认值</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Augment</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Normalise</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Validator</source>
        <translation>验证器</translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Adapt again</source>
        <translation>再次适应</translation>
    </message>
    <message>
        <source>On this machine: {known}.</source>
        <translation>在本机：{known}。</translation>
    </message>
    <message>
        <source>A run is in progress; its controls are below the images.</source>
        <translation>运行正在进行；控制按钮在图像下方。</translation>
    </message>
    <message>
        <source>The run of the other project is stopping; its checkpoint is kept.</source>
        <translation>另一项目的运行正在停止；其检查点会保留。</translation>
    </message>
    <message>
        <source>Available once both folders are read and the worker is ready.</source>
        <translation>两个文件夹读取完毕且工作进程就绪后可用。</translation>
    </message>
    <message>
        <source> {held_out} more are held out for evaluation.</source>
        <translation>另有 {held_out} 个留作评估。</translation>
    </message>
    <message>
        <source>Uses {shots}.{rest}</source>
        <translation>使用 {shots}。{rest}</translation>
    </message>
    <message>
        <source>The worker is starting; the methods will appear here.</source>
        <translation>工作进程正在启动；方法将显示在这里。</translation>
    </message>
    <message>
        <source>Tries a short list of methods, and continues with the one that labels or evidence choose.</source>
        <translation>试验若干候选方法，然后用标签或证据选出的方法继续训练。</translation>
    </message>
    <message>
        <source>Which classes the target has; if it may have others, images can be predicted as unknown</source>
        <translation>目标域有哪些类别；若可能含有其他类别，图像可被预测为未知</translation>
    </message>
    <message>
        <source>IBN normalises half of the early channels by image, to remove style; for full training</source>
        <translation>IBN 对一半的浅层通道逐图像归一化以去除风格；用于全网络训练</translation>
    </message>
    <message>
        <source>By batch</source>
        <translation>按批</translation>
    </message>
    <message>
        <source>Half by image (IBN)</source>
        <translation>一半逐图像（IBN）</translation>
    </message>
    <message>
        <source>As its folders say</source>
        <translation>按文件夹判断</translation>
    </message>
    <message>
        <source>The source&apos;s</source>
        <translation>与源域相同</translation>
    </message>
    <message>
        <source>Some of the source&apos;s</source>
        <translation>源域的一部分</translation>
    </message>
    <message>
        <source>The source&apos;s and others</source>
        <translation>源域类别及其他</translation>
    </message>
    <message>
        <source>Some, and others</source>
        <translation>部分源域类别及其他</translation>
    </message>
    <message>
        <source>Fast (head only)</source>
        <translation>快速（仅分类头）</translation>
    </message>
    <message>
        <source>Full (all layers)</source>
        <translation>完整（所有层）</translation>
    </message>
    <message>
        <source>Target accuracy</source>
        <translation>目标域准确率</translation>
    </message>
    <message>
        <source>Source accuracy</source>
        <translation>源域准确率</translation>
    </message>
    <message>
        <source>Mean IoU on the target</source>
        <translation>目标域平均 IoU</translation>
    </message>
    <message>
        <source>Compare runs </source>
        <translation>比较运行 </translation>
    </message>
    <message>
        <source>Loss: {name}</source>
        <translation>损失：{name}</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Held-out shots</source>
        <translation>留出的标注样本</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>End here</source>
        <translation>到此结束</translation>
    </message>
    <message>
        <source>Evaluate the model of the checkpoint, and train no further: the run is finished and cannot be resumed</source>
        <translation>评估检查点的模型，不再继续训练：运行就此完成，不能再恢复</translation>
    </message>
    <message>
        <source>{basis} 95 % interval: {low} to {high}</source>
        <translation>{basis}95% 区间：{low} 至 {high}</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>权重 (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <source>Start from your own weights: .safetensors, or a state dict in .pth; no code in the file is executed</source>
        <translation>从自己的权重开始：.safetensors，或 .pth 中的 state dict；不执行文件中的任何代码</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Weights to start from</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Choose the backbone of these weights.</source>
        <translation>请选择这些权重对应的主干网络。</translation>
    </message>
    <message>
        <source>The weights are being read.</source>
        <translation>正在读取权重。</translation>
    </message>
    <message>
        <source>These weights do not fit the backbone. Choose another file or another backbone.</source>
        <translation>这些权重与主干网络不匹配。请选择其他文件或其他主干网络。</translation>
    </message>
    <message>
        <source>{tensors} of {numbers} numbers fit.</source>
        <translation>{tensors}（共 {numbers} 个数值）匹配。</translation>
    </message>
    <message>
        <source>No tensor in the file fits.</source>
        <translation>文件中没有匹配的张量。</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Different shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source> and {names} more</source>
        <translation>以及另外 {names} 个</translation>
    </message>
    <message>
        <source>What should I do about the shift?</source>
        <translation>应当如何应对域偏移？</translation>
    </message>
    <message>
        <source>Sort: name</source>
        <translation>排序：名称</translation>
    </message>
    <message>
        <source>Sort: confidence</source>
        <translation>排序：置信度</translation>
    </message>
    <message>
        <source>Sort: label suspicion</source>
        <translation>排序：标签可疑度</translation>
    </message>
    <message>
        <source>Sort: {title}</source>
        <translation>排序：{title}</translation>
    </message>
    <message>
        <source>target first</source>
        <translation>目标域在前</translation>
    </message>
    <message>
        <source>most certain first</source>
        <translation>最确定的在前</translation>
    </message>
    <message>
        <source>least certain first</source>
        <translation>最不确定的在前</translation>
    </message>
    <message>
        <source>Two to four images can be compared.</source>
        <translation>可以比较两到四张图像。</translation>
    </message>
    <message>
        <source>Select them with Ctrl and a click, then press C.</source>
        <translation>按住 Ctrl 单击选择图像，然后按 C。</translation>
    </message>
    <message>
        <source>There is no model yet. After the first run, this shows where it finds a class.</source>
        <translation>还没有模型。首次运行之后，这里显示模型在何处找到某个类别。</translation>
    </message>
    <message>
        <source>This image measures, so no opinion of a model is shown.</source>
        <translation>该图像用于测量，因此不显示模型的判断。</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>No place of this image speaks for “{class_name}”.</source>
        <translation>该图像中没有支持“{class_name}”的位置。</translation>
    </message>
    <message>
        <source>{rows} × {columns} places</source>
        <translation>{rows} × {columns} 个位置</translation>
    </message>
    <message>
        <source>“{class_name}”, {probability}. Bright places speak for it ({grid}).</source>
        <translation>“{class_name}”，{probability}。明亮的位置支持该类别（{grid}）。</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Show or hide the images ({images_key})</source>
        <translation>显示或隐藏图像（{images_key}）</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Show or hide: {title} ({view_key})</source>
        <translation>显示或隐藏：{title}（{view_key}）</translation>
    </message>
    <message>
        <source> of “{of_class}”</source>
        <translation>（“{of_class}”）</translation>
    </message>
    <message>
        <source>{chosen} selected</source>
        <translation>已选 {chosen} 张</translation>
    </message>
    <message>
        <source>inside the lasso</source>
        <translation>在套索内</translation>
    </message>
    <message>
        <source>no image matches the filter</source>
        <translation>没有图像符合筛选条件</translation>
    </message>
    <message>
        <source>An inspection shows the images of both domains here, with similar images close together.</source>
        <translation>检查之后，这里显示两个域的图像，相似的图像彼此靠近。</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>A run shows here how the features of source and target align during adaptation.</source>
        <translation>运行之后，这里显示源域与目标域的特征在适应过程中如何对齐。</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Label suspicion</source>
        <translation>标签可疑度</translation>
    </message>
    <message>
        <source>suspected labels, the strongest evidence first</source>
        <translation>可疑标签，证据最强的在前</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What is in these folders?</source>
        <translation>这两个文件夹里有什么？</translation>
    </message>
    <message>
        <source>Reading the {reading} folder…</source>
        <translation>正在读取{reading}文件夹…</translation>
    </message>
    <message>
        <source> and the </source>
        <translation>和</translation>
    </message>
    <message>
        <source>A folder is missing.</source>
        <translation>缺少一个文件夹。</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Swap source and target</source>
        <translation>交换源域与目标域</translation>
    </message>
    <message>
        <source>There is no shift to measure between the same images; choose another folder.</source>
        <translation>相同的图像之间没有可测量的偏移；请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Choose another target…</source>
        <translation>选择其他目标域…</translation>
    </message>
    <message>
        <source>The {side} folder</source>
        <translation>{side}文件夹</translation>
    </message>
    <message>
        <source>The source has no labels.</source>
        <translation>源域没有标签。</translation>
    </message>
    <message>
        <source>{classes} in the source</source>
        <translation>源域有 {classes}</translation>
    </message>
    <message>
        <source>{classes}; the target&apos;s labels ({known} shared classes) only measure accuracy.</source>
        <translation>{classes}；目标域的标签（{known} 个共有类别）只用于测量准确率。</translation>
    </message>
    <message>
        <source>{classes}; the target has no labels.</source>
        <translation>{classes}；目标域没有标签。</translation>
    </message>
    <message>
        <source>{classes}; the target has {theirs} of other names. Its labels are left out unless you map them in Adapt.</source>
        <translation>{classes}；目标域有 {theirs}名称不同。除非在“适应”中建立对应，否则不使用其标签。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>{sizes} sizes, about {middle} px</source>
        <translation>{sizes} 种尺寸，约 {middle} 像素</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>其他文件</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Masks of the {side}</source>
        <translation>{side}的掩码</translation>
    </message>
    <message>
        <source>Images, unchecked</source>
        <translation>图像（未检查）</translation>
    </message>
    <message>
        <source>The files are being checked: {files} of {images}. Some may turn out to be unusable, and nothing can be started before the end.</source>
        <translation>正在检查文件：{files} / {images}。有些可能无法使用；检查结束之前不能开始任何操作。</translation>
    </message>
    <message>
        <source> and {classes}</source>
        <translation>和 {classes}</translation>
    </message>
    <message>
        <source>Values of deep images (16-bit, 32-bit, float) that are shown, and learned, as black and as white.</source>
        <translation>高位深图像（16 位、32 位、浮点）中显示和学习为黑色与白色的数值。</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白</translation>
    </message>
    <message>
        <source>An image in this range</source>
        <translation>该范围下的一张图像</translation>
    </message>
    <message>
        <source>Use this range</source>
        <translation>使用此范围</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Writing the model</source>
        <translation>正在写入模型</translation>
    </message>
    <message>
        <source>Measuring precisions</source>
        <translation>正在测量各精度</translation>
    </message>
    <message>
        <source>Predicting</source>
        <translation>正在预测</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>正在监视</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写入报告</translation>
    </message>
    <message>
        <source>Watching: {images}. {last}</source>
        <translation>正在监视：{images}。{last}</translation>
    </message>
    <message>
        <source>run {number}</source>
        <translation>运行 {number}</translation>
    </message>
    <message>
        <source>It recommends {run}.</source>
        <translation>推荐 {run}。</translation>
    </message>
    <message>
        <source> {images} {verb} set aside.</source>
        <translation>已搁置 {images}。</translation>
    </message>
    <message>
        <source>{precision} predicts the same class as PyTorch on {agreement} %</source>
        <translation>{precision} 与 PyTorch 预测类别一致的比例为 {agreement}%</translation>
    </message>
    <message>
        <source> (at another size {elsewhere} %)</source>
        <translation>（其他尺寸下为 {elsewhere}%）</translation>
    </message>
    <message>
        <source>{agreements} of {images}.</source>
        <translation>{agreements}，基于 {images}。</translation>
    </message>
    <message>
        <source>fp32, as trained</source>
        <translation>fp32，与训练时相同</translation>
    </message>
    <message>
        <source>fp16, half the size</source>
        <translation>fp16，体积减半</translation>
    </message>
    <message>
        <source>int8, for small devices</source>
        <translation>int8，用于小型设备</translation>
    </message>
    <message>
        <source>The model of a finished run can be exported, to run without this program.</source>
        <translation>已完成的运行可以导出模型，脱离本程序使用。</translation>
    </message>
    <message>
        <source>Its cost is measured while it is written. A model that changes too many predictions is not written.</source>
        <translation>写入时会测量其代价。预测改变过多的模型不会写入。</translation>
    </message>
    <message>
        <source>Images in class folders</source>
        <translation>按类别文件夹存放的图像</translation>
    </message>
    <message>
        <source>Its cost is measured on target images before it can be saved.</source>
        <translation>保存之前，先在目标域图像上测量其代价。</translation>
    </message>
    <message>
        <source>Another class than PyTorch on {agreement} % of {images}</source>
        <translation>在 {images}中有 {agreement}% 与 PyTorch 预测类别不同</translation>
    </message>
    <message>
        <source>; accuracy {accuracy_before} → {accuracy}</source>
        <translation>；准确率 {accuracy_before} → {accuracy}</translation>
    </message>
    <message>
        <source>{text}; {bytes} MB; {milliseconds} ms per image here.</source>
        <translation>{text}；{bytes} MB；在本机每张图像 {milliseconds} 毫秒。</translation>
    </message>
    <message>
        <source>Where will it run?</source>
        <translation>模型将在哪里运行？</translation>
    </message>
    <message>
        <source>Takes images of any size</source>
        <translation>接受任意尺寸的图像</translation>
    </message>
    <message>
        <source>Allows any height and width, if the network supports this</source>
        <translation>允许任意高度和宽度（如网络支持）</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Adapt a model first</source>
        <translation>先适应一个模型</translation>
    </message>
    <message>
        <source>Predict…</source>
        <translation>预测…</translation>
    </message>
    <message>
        <source>Sort images…</source>
        <translation>图像归类…</translation>
    </message>
    <message>
        <source>Copies each image of a folder into a folder of its predicted class</source>
        <translation>把文件夹中的每张图像复制到其预测类别的文件夹</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>监视文件夹…</translation>
    </message>
    <message>
        <source>Predicts images as they arrive, and warns if they drift away from the target</source>
        <translation>图像到达时即作预测，若偏离目标域则发出警告</translation>
    </message>
    <message>
        <source>HTML…</source>
        <translation>HTML…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Of the model above, for all images of a folder.</source>
        <translation>用上面的模型预测一个文件夹的全部图像。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>The shift, all runs, and the reason for the recommended run.</source>
        <translation>域偏移、所有运行，以及推荐某次运行的理由。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>最后一步</translation>
    </message>
    <message>
        <source>Best by validator (step {best})</source>
        <translation>验证器最佳（第 {best} 步）</translation>
    </message>
    <message>
        <source>Save anyway…</source>
        <translation>仍然保存…</translation>
    </message>
    <message>
        <source>Save as {title}</source>
        <translation>另存为 {title}</translation>
    </message>
    <message>
        <source>Images to predict</source>
        <translation>要预测的图像</translation>
    </message>
    <message>
        <source>Images to sort</source>
        <translation>要归类的图像</translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation>要监视的文件夹</translation>
    </message>
    <message>
        <source>Table of predictions</source>
        <translation>预测表</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Report (*{ending})</source>
        <translation>报告 (*{ending})</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Saved {path}. {text}</source>
        <translation>已保存 {path}。{text}</translation>
    </message>
    <message>
        <source>A table with path, class and confidence; the filter above the images chooses them</source>
        <translation>包含路径、类别和置信度的表格；由图像上方的筛选条件决定内容</translation>
    </message>
    <message>
        <source>Predictions shown</source>
        <translation>显示的预测</translation>
    </message>
    <message>
        <source>{shown} of {predictions} of the target shown</source>
        <translation>显示目标域 {predictions}中的 {shown} 个</translation>
    </message>
    <message>
        <source>All are shown</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>{which}{chosen}.</source>
        <translation>{which}{chosen}。</translation>
    </message>
    <message>
        <source>Save {predictions}…</source>
        <translation>保存 {predictions}…</translation>
    </message>
    <message>
        <source>Save the shown predictions</source>
        <translation>保存显示的预测</translation>
    </message>
    <message>
        <source>Saved {predictions} to {path}.</source>
        <translation>已将 {predictions}保存到 {path}。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({error}).</source>
        <translation>无法写入 {path}（{error}）。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Too few images</source>
        <translation>图像过少</translation>
    </message>
    <message>
        <source>No difference between the domains is detected. A model of the source can be used as it is</source>
        <translation>未检测到两个域之间的差异。源域的模型可以直接使用</translation>
    </message>
    <message>
        <source>Not apart</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>{as_it_is}; {labels_to_ask} random labels measure it.</source>
        <translation>{as_it_is}；用 {labels_to_ask} 个随机标签可以测量。</translation>
    </message>
    <message>
        <source>Far apart</source>
        <translation>差异很大</translation>
    </message>
    <message>
        <source>Apart</source>
        <translation>有差异</translation>
    </message>
    <message>
        <source>Partly apart</source>
        <translation>部分差异</translation>
    </message>
    <message>
        <source>Still {figure}</source>
        <translation>仍然{figure}</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>该模型</translation>
    </message>
    <message>
        <source>A classifier of the source</source>
        <translation>源域分类器</translation>
    </message>
    <message>
        <source>Try another method, or label images</source>
        <translation>请尝试其他方法，或标注图像</translation>
    </message>
    <message>
        <source>Adapt a model to the target</source>
        <translation>将模型适应到目标域</translation>
    </message>
    <message>
        <source>label {labels_to_ask} random images to measure it</source>
        <translation>随机标注 {labels_to_ask} 张图像来测量</translation>
    </message>
    <message>
        <source>What this costs in accuracy is not known without labels. {advice}, and {measure}.</source>
        <translation>没有标签，无法得知这会损失多少准确率。{advice}，并{measure}。</translation>
    </message>
    <message>
        <source>{model} is right on {value} of source images</source>
        <translation>{model}在源域图像上的准确率为 {value}</translation>
    </message>
    <message>
        <source> and on {range} of labelled target images</source>
        <translation>，在已标注的目标域图像上为 {range}</translation>
    </message>
    <message>
        <source>{right}: the shift costs little accuracy, if any.</source>
        <translation>{right}：域偏移几乎不影响准确率。</translation>
    </message>
    <message>
        <source>The class that looks most different is “{label}”.</source>
        <translation>外观差异最大的类别是“{label}”。</translation>
    </message>
    <message>
        <source>Groups by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Image statistics</source>
        <translation>图像统计</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>By</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>{value} recall</source>
        <translation>{value}召回率</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>separability</source>
        <translation>可分性</translation>
    </message>
    <message>
        <source>The target has no labels to measure errors. Label some images first.</source>
        <translation>目标域没有标签，无法测量错误。请先标注一些图像。</translation>
    </message>
    <message>
        <source>{value} of {images} are right (95 % interval {interval}). Click a cell to see its images.</source>
        <translation>{images}中 {value} 预测正确（95% 区间 {interval}）。单击单元格可查看其图像。</translation>
    </message>
    <message>
        <source>overconfident</source>
        <translation>过于自信</translation>
    </message>
    <message>
        <source>underconfident</source>
        <translation>信心不足</translation>
    </message>
    <message>
        <source>Expected calibration error {calibration_error}: on average the model is {bias}.</source>
        <translation>期望校准误差 {calibration_error}：模型平均而言{bias}。</translation>
    </message>
    <message>
        <source>“{label}” predicted “{prediction}”</source>
        <translation>“{label}”预测为“{prediction}”</translation>
    </message>
    <message>
        <source>No groups: the folders have no levels besides the classes. Choose a CSV file with a column “path”.</source>
        <translation>没有分组：文件夹除类别外没有其他层级。请选择含“path”列的 CSV 文件。</translation>
    </message>
    <message>
        <source>group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>most frequent error</source>
        <translation>最常见的错误</translation>
    </message>
    <message>
        <source>The groups have too few labelled images to compare them.</source>
        <translation>各组的标注图像太少，无法比较。</translation>
    </message>
    <message>
        <source>; before adaptation by {gap_before}</source>
        <translation>；适应之前为 {gap_before}</translation>
    </message>
    <message>
        <source>; too close to tell</source>
        <translation>；差异不显著</translation>
    </message>
    <message>
        <source>The best and the worst group differ by {gap} points{before}{close}.</source>
        <translation>最好与最差的组相差 {gap} 个百分点{before}{close}。</translation>
    </message>
    <message>
        <source>too few images</source>
        <translation>图像过少</translation>
    </message>
    <message>
        <source>How far apart are they?</source>
        <translation>两个域相差多远？</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>Use the features of an exported or imported model</source>
        <translation>使用已导出或导入的模型的特征</translation>
    </message>
    <message>
        <source>A pretrained network shows the shift before training; the model of a run shows the remaining shift</source>
        <translation>预训练网络显示训练之前的偏移；某次运行的模型显示剩余的偏移</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Images of each domain, sampled at random. More images take longer and give narrower intervals</source>
        <translation>每个域随机抽取的图像数。图像越多，用时越长，区间越窄</translation>
    </message>
    <message>
        <source>Columns “path” and, for example, site, camera, weather. Folder levels are groups without a file</source>
        <translation>需有“path”列，以及站点、相机、天气等列。没有文件时，文件夹层级即为分组</translation>
    </message>
    <message>
        <source>From CSV…</source>
        <translation>从 CSV…</translation>
    </message>
    <message>
        <source>Groups of target images</source>
        <translation>目标域图像的分组</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Inspect again</source>
        <translation>再次检查</translation>
    </message>
    <message>
        <source>Available once both folders have been read.</source>
        <translation>两个文件夹读取完毕后可用。</translation>
    </message>
    <message>
        <source>Not inspected yet. Inspect computes features of both domains, measures how far apart they are, and shows which properties, classes and groups differ. It takes less than a minute.</source>
        <translation>尚未检查。检查会计算两个域的特征，测量二者相差多远，并显示哪些属性、类别和分组不同。用时不到一分钟。</translation>
    </message>
    <message>
        <source>Run {number} · {method}</source>
        <translation>运行 {number} · {method}</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>模型 {name}</translation>
    </message>
    <message>
        <source>The folder of an exported or imported model</source>
        <translation>已导出或导入的模型的文件夹</translation>
    </message>
    <message>
        <source>{interval}; two halves of the source {reference}</source>
        <translation>{interval}；源域的两半之间为 {reference}</translation>
    </message>
    <message>
        <source>{images} of the {source}</source>
        <translation>{source} {images}</translation>
    </message>
    <message>
        <source>{target_count} of the {target}</source>
        <translation>{target} {target_count} 张</translation>
    </message>
    <message>
        <source>{source} and {target}, with features of {features}. Intervals are 95 %, by resampling.</source>
        <translation>{source}和{target}，特征来自 {features}。区间为 95%，由重采样得到。</translation>
    </message>
    <message>
        <source>No duplicates, no blank or blurred images and no suspected label errors among the inspected images.</source>
        <translation>检查过的图像中没有重复图像，没有空白或模糊图像，也没有可疑的标签错误。</translation>
    </message>
    <message>
        <source>The key of a class corrects the label in this project. Your files stay as they are, and Ctrl+Z takes it back.</source>
        <translation>按类别键可在本项目中更正标签。您的文件保持不变，Ctrl+Z 可撤销。</translation>
    </message>
    <message>
        <source>All listed labels are decided.</source>
        <translation>列出的标签均已处理。</translation>
    </message>
    <message>
        <source>Kinds of problems</source>
        <translation>问题种类</translation>
    </message>
    <message>
        <source>Images with this problem</source>
        <translation>有此问题的图像</translation>
    </message>
    <message>
        <source>Show as images</source>
        <translation>显示为图像</translation>
    </message>
    <message>
        <source>The label is right</source>
        <translation>标签正确</translation>
    </message>
    <message>
        <source>Keeps the label of the selected image, which is not suspected again (Tab)</source>
        <translation>保留所选图像的标签，以后不再视为可疑（Tab）</translation>
    </message>
    <message>
        <source> The first {sets} are listed.</source>
        <translation>只列出前 {sets} 个。</translation>
    </message>
    <message>
        <source>source</source>
        <translation>源域</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标域</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源域</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标域</translation>
    </message>
    <message>
        <source>class folders</source>
        <translation>类别文件夹</translation>
    </message>
    <message>
        <source>nested folders</source>
        <translation>多级文件夹</translation>
    </message>
    <message>
        <source>flat folder</source>
        <translation>单层文件夹</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV 文件</translation>
    </message>
    <message>
        <source>Hugging Face metadata</source>
        <translation>Hugging Face 元数据</translation>
    </message>
    <message>
        <source>images and masks</source>
        <translation>图像与掩码</translation>
    </message>
    <message>
        <source>COCO segmentation</source>
        <translation>COCO 分割</translation>
    </message>
    <message>
        <source>empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>not a readable image</source>
        <translation>不是可读取的图像</translation>
    </message>
    <message>
        <source>image of a kind that is not read</source>
        <translation>不支持的图像类型</translation>
    </message>
    <message>
        <source>archive or packed data set</source>
        <translation>压缩包或打包的数据集</translation>
    </message>
    <message>
        <source>pointer to a file that is not here</source>
        <translation>指向不在此处的文件</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>duplicate name</source>
        <translation>名称重复</translation>
    </message>
    <message>
        <source>symbolic link loop</source>
        <translation>符号链接循环</translation>
    </message>
    <message>
        <source>no mask</source>
        <translation>没有掩码</translation>
    </message>
    <message>
        <source>mask of another size</source>
        <translation>掩码尺寸不同</translation>
    </message>
    <message>
        <source>unknown class in the mask</source>
        <translation>掩码中有未知类别</translation>
    </message>
    <message>
        <source>no permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Colourfulness</source>
        <translation>色彩丰富度</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Blown highlights</source>
        <translation>高光溢出</translation>
    </message>
    <message>
        <source>Black shadows</source>
        <translation>死黑阴影</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Aspect</source>
        <translation>宽高比</translation>
    </message>
    <message>
        <source>Exact duplicates</source>
        <translation>完全重复</translation>
    </message>
    <message>
        <source>Near duplicates</source>
        <translation>近似重复</translation>
    </message>
    <message>
        <source>Blank images</source>
        <translation>空白图像</translation>
    </message>
    <message>
        <source>Blurred images</source>
        <translation>模糊图像</translation>
    </message>
    <message>
        <source>Suspected label errors</source>
        <translation>疑似标签错误</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>of augmentation</comment>
        <translation>轻度</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强</translation>
    </message>
    <message>
        <source>Rand</source>
        <translation>RandAugment</translation>
    </message>
    <message>
        <source>source accuracy</source>
        <translation>源域准确率</translation>
    </message>
    <message>
        <source>certainty</source>
        <translation>确定度</translation>
    </message>
    <message>
        <source>information</source>
        <translation>互信息</translation>
    </message>
    <message>
        <source>neighbourhood density</source>
        <translation>邻域密度</translation>
    </message>
    <message>
        <source>nuclear norm</source>
        <translation>核范数</translation>
    </message>
    <message>
        <source>weighted source accuracy</source>
        <translation>加权源域准确率</translation>
    </message>
    <message>
        <source>thresholded confidence</source>
        <translation>阈值置信度</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>确定度</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>互信息</translation>
    </message>
    <message>
        <source>Neighbourhood density</source>
        <translation>邻域密度</translation>
    </message>
    <message>
        <source>Nuclear norm</source>
        <translation>核范数</translation>
    </message>
    <message>
        <source>Weighted source accuracy</source>
        <translation>加权源域准确率</translation>
    </message>
    <message>
        <source>Thresholded confidence</source>
        <translation>阈值置信度</translation>
    </message>
    <message>
        <source>Source only</source>
        <translation>仅源域训练</translation>
    </message>
    <message>
        <source>Pseudo-labels</source>
        <translation>伪标签</translation>
    </message>
    <message>
        <source>Mean teacher</source>
        <translation>平均教师</translation>
    </message>
    <message>
        <source>Self-training (DACS)</source>
        <translation>自训练（DACS）</translation>
    </message>
    <message>
        <source>Label propagation</source>
        <translation>标签传播</translation>
    </message>
    <message>
        <source>Optimal transport</source>
        <translation>最优传输</translation>
    </message>
    <message>
        <source>Colour transfer</source>
        <translation>颜色迁移</translation>
    </message>
    <message>
        <source>Histogram matching</source>
        <translation>直方图匹配</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>ONNX file</source>
        <translation>ONNX 文件</translation>
    </message>
    <message>
        <source>OpenVINO folder</source>
        <translation>OpenVINO 文件夹</translation>
    </message>
    <message>
        <source>ExecuTorch file</source>
        <translation>ExecuTorch 文件</translation>
    </message>
    <message>
        <source>timm folder</source>
        <translation>timm 文件夹</translation>
    </message>
    <message>
        <source>torch.export file</source>
        <translation>torch.export 文件</translation>
    </message>
    <message>
        <source>Calibration bundle</source>
        <translation>校准包</translation>
    </message>
    <message>
        <source>Source model</source>
        <translation>源域模型</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Clear: {title}</source>
        <translation>清除：{title}</translation>
    </message>
    <message>
        <source>Drag to resize. A double click gives the larger part all the space, and the next one restores both</source>
        <translation>拖动可调整大小。双击使较大的部分占满空间，再次双击恢复两部分</translation>
    </message>
    <message>
        <source>Distance (FID)</source>
        <translation>距离（FID）</translation>
    </message>
    <message>
        <source>Distance to the target in the features of a pretrained network, before and after{where}. Lower is better. The Fréchet distance of the Inspect step is another number, because it is of scaled principal components of the features.</source>
        <translation>在预训练网络的特征中，翻译前后与目标域的距离{where}。越低越好。“检查”步骤的 Fréchet 距离是另一个数值，因为它基于特征经缩放的主成分。</translation>
    </message>
    <message>
        <source>Distance (KID)</source>
        <translation>距离（KID）</translation>
    </message>
    <message>
        <source>A second distance to the target, unbiased for small numbers of images. Lower is better.</source>
        <translation>与目标域的第二种距离，图像较少时也无偏。越低越好。</translation>
    </message>
    <message>
        <source>Labels kept</source>
        <translation>标签保持</translation>
    </message>
    <message>
        <source>Content changed</source>
        <translation>内容变化</translation>
    </message>
    <message>
        <source>Change of content, as opposed to style. 0 means no change.</source>
        <translation>内容（而非风格）的变化。0 表示没有变化。</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Differences between translated images, relative to those of the target. Near 0, all images look alike.</source>
        <translation>翻译后图像之间的差异，相对于目标域图像之间的差异。接近 0 时，所有图像看起来都一样。</translation>
    </message>
    <message>
        <source>, on {images} source and {target_images} at {side} × {side} pixels</source>
        <translation>，基于 {images} 张源域图像和 {target_images}，尺寸 {side} × {side} 像素</translation>
    </message>
    <message>
        <source>Measured only if source images have classes or masks.</source>
        <translation>仅当源域图像有类别或掩码时测量。</translation>
    </message>
    <message>
        <source>Of {kept_count} {unit}, those</source>
        <translation>在 {kept_count} 个{unit}中，</translation>
    </message>
    <message>
        <source>{of} whose class the source classifier predicts as before. The others may show another class.</source>
        <translation>{of}源域分类器预测的类别与之前相同的比例。其余的可能显示了其他类别。</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>{what}: {done} of {total}</source>
        <translation>{what}：{done} / {total}</translation>
    </message>
    <message>
        <source>step {step} / {steps}</source>
        <translation>第 {step} / {steps} 步</translation>
    </message>
    <message>
        <source>trial {trial} of {trials}</source>
        <translation>试验 {trial} / {trials}</translation>
    </message>
    <message>
        <source>{low} to {high} %</source>
        <translation>{low} 至 {high}%</translation>
    </message>
    <message>
        <source>time unknown</source>
        <translation>用时未知</translation>
    </message>
    <message>
        <source>under a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>约 {minutes} 分钟</translation>
    </message>
    <message>
        <source>about {hours} h</source>
        <translation>约 {hours} 小时</translation>
    </message>
    <message>
        <source>Close  Esc</source>
        <translation>关闭  Esc</translation>
    </message>
    <message>
        <source>Enter explains {names}.</source>
        <translation>按 Enter 解释{names}。</translation>
    </message>
    <message>
        <source>Explain the terms: {of}</source>
        <translation>解释术语：{of}</translation>
    </message>
    <message>
        <source>Explain these terms</source>
        <translation>解释这些术语</translation>
    </message>
    <message>
        <source>History of labels</source>
        <translation>标签历史</translation>
    </message>
    <message>
        <source>Go back to here</source>
        <translation>回到此处</translation>
    </message>
    <message>
        <source>Restores all labels to their state after this step; Ctrl+Z undoes it</source>
        <translation>把所有标签恢复到这一步之后的状态；Ctrl+Z 可撤销</translation>
    </message>
    <message>
        <source>Show its images</source>
        <translation>显示其图像</translation>
    </message>
    <message>
        <source>Show earlier steps</source>
        <translation>显示更早的步骤</translation>
    </message>
    <message>
        <source>what</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>who</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>when</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>There are no labels yet. Each step will be listed here.</source>
        <translation>还没有标签。每一步都会列在这里。</translation>
    </message>
    <message>
        <source>Undone: {text}</source>
        <translation>撤销：{text}</translation>
    </message>
    <message>
        <source>Redone: {text}</source>
        <translation>重做：{text}</translation>
    </message>
    <message>
        <source>{images} drawn to measure</source>
        <translation>抽取 {images}用于测量</translation>
    </message>
    <message>
        <source>{images} released to teach</source>
        <translation>释放 {images}用于训练</translation>
    </message>
    <message>
        <source>source {path}</source>
        <translation>源域 {path}</translation>
    </message>
    <message>
        <source>{which} corrected to “{label}”</source>
        <translation>{which}更正为“{label}”</translation>
    </message>
    <message>
        <source>{which}: label confirmed</source>
        <translation>{which}：标签已确认</translation>
    </message>
    <message>
        <source>{which}: correction withdrawn</source>
        <translation>{which}：更正已撤回</translation>
    </message>
    <message>
        <source>{path}: {strokes} removed</source>
        <translation>{path}：移除 {strokes}</translation>
    </message>
    <message>
        <source>{path} painted {listed}</source>
        <translation>{path} 涂画了 {listed}</translation>
    </message>
    <message>
        <source>{path} erased</source>
        <translation>{path} 已擦除</translation>
    </message>
    <message>
        <source>%d %b %Y %H:%M</source>
        <translation>%Y-%m-%d %H:%M</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>{which} marked unsure</source>
        <translation>{which}标记为不确定</translation>
    </message>
    <message>
        <source>{which} labelled “{after}”</source>
        <translation>{which}标注为“{after}”</translation>
    </message>
    <message>
        <source>{which}: label removed</source>
        <translation>{which}：标签已移除</translation>
    </message>
    <message>
        <source>{missing} labelled image is not in the folder; the labels are kept.</source>
        <translation>{missing} 张已标注的图像不在文件夹中；标签会保留。</translation>
    </message>
    <message>
        <source>{missing} labelled images are not in the folder; the labels are kept.</source>
        <translation>{missing} 张已标注的图像不在文件夹中；标签会保留。</translation>
    </message>
    <message>
        <source>{missing} corrected image is not in the folder; the corrections are kept.</source>
        <translation>{missing} 张已更正的图像不在文件夹中；更正会保留。</translation>
    </message>
    <message>
        <source>{missing} corrected images are not in the folder; the corrections are kept.</source>
        <translation>{missing} 张已更正的图像不在文件夹中；更正会保留。</translation>
    </message>
    <message>
        <source>its image</source>
        <translation>其图像</translation>
    </message>
    <message>
        <source>their images</source>
        <translation>各自的图像</translation>
    </message>
    <message>
        <source>{labels} moved with {image}.</source>
        <translation>{labels}已随{image}移动。</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Which images are worth my time?</source>
        <translation>哪些图像值得花时间标注？</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The settings are the same.</source>
        <translation>设置相同。</translation>
    </message>
    <message>
        <source>The target has no labels, so accuracy by class is unknown.</source>
        <translation>目标域没有标签，因此各类别的准确率未知。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>target class</source>
        <translation>目标域类别</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Log of {title}</source>
        <translation>{title} 的日志</translation>
    </message>
    <message>
        <source>The worker printed no output.</source>
        <translation>工作进程没有输出。</translation>
    </message>
    <message>
        <source>{method} on {backbone} at {image_size} px, seed {seed}, {device}</source>
        <translation>{method}，{backbone}，{image_size} 像素，随机种子 {seed}，{device}</translation>
    </message>
    <message>
        <source>step {start}: {name}, {steps}</source>
        <translation>第 {start} 步：{name}，{steps}</translation>
    </message>
    <message>
        <source>step {step}: {title}: target {target_accuracy}</source>
        <translation>第 {step} 步：{title}：目标域 {target_accuracy}</translation>
    </message>
    <message>
        <source>step {step}: checkpoint</source>
        <translation>第 {step} 步：检查点</translation>
    </message>
    <message>
        <source>{translator} at {image_size} px, seed {seed}, {device}</source>
        <translation>{translator}，{image_size} 像素，随机种子 {seed}，{device}</translation>
    </message>
    <message>
        <source>translator: FID {fid}, before {fid_before}</source>
        <translation>翻译器：FID {fid}，之前 {fid_before}</translation>
    </message>
    <message>
        <source>step {step}: FID {fid}, before {fid_before}</source>
        <translation>第 {step} 步：FID {fid}，之前 {fid_before}</translation>
    </message>
    <message>
        <source>: {rate} images/s</source>
        <translation>：每秒 {rate} 张图像</translation>
    </message>
    <message>
        <source>finished after {seconds}{pace}</source>
        <translation>完成，用时 {seconds}{pace}</translation>
    </message>
    <message>
        <source>, target {target_accuracy}</source>
        <translation>，目标域 {target_accuracy}</translation>
    </message>
    <message>
        <source>finished after {seconds}: source {source_accuracy}{target}</source>
        <translation>完成，用时 {seconds}：源域 {source_accuracy}{target}</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>保存配方</translation>
    </message>
    <message>
        <source>{name} cannot be written ({reason}).</source>
        <translation>无法写入 {name}（{reason}）。</translation>
    </message>
    <message>
        <source>Compare	Enter</source>
        <translation>比较	Enter</translation>
    </message>
    <message>
        <source>Run again with changes</source>
        <translation>修改后再次运行</translation>
    </message>
    <message>
        <source>Tags	F2</source>
        <translation>标记	F2</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation>保存配方…</translation>
    </message>
    <message>
        <source>Delete	Del</source>
        <translation>删除	Del</translation>
    </message>
    <message>
        <source>Restore {named}</source>
        <translation>恢复{named}</translation>
    </message>
    <message>
        <source>Empty trash ({count})</source>
        <translation>清空回收站（{count}）</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Filter {plural}</source>
        <translation>筛选{plural}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The worker is starting.</source>
        <translation>工作进程正在启动。</translation>
    </message>
    <message>
        <source>Resume {named}</source>
        <translation>继续{named}</translation>
    </message>
    <message>
        <source>{records} moved to the trash.</source>
        <translation>{records}已移到回收站。</translation>
    </message>
    <message>
        <source>Stopped at step {step}; the checkpoint is kept.</source>
        <translation>已在第 {step} 步停止；检查点会保留。</translation>
    </message>
    <message>
        <source>Paused at {place_words}</source>
        <translation>已暂停，{place_words}</translation>
    </message>
    <message>
        <source>The log has the details; “Report a problem” packs it.</source>
        <translation>日志中有详细信息；“报告问题”会将其打包。</translation>
    </message>
    <message>
        <source>An unexpected error occurred ({name}).</source>
        <translation>发生意外错误（{name}）。</translation>
    </message>
    <message>
        <source>labels the selection as unknown</source>
        <translation>将所选图像标为未知</translation>
    </message>
    <message>
        <source>asks for the name of another class</source>
        <translation>询问另一类别的名称</translation>
    </message>
    <message>
        <source>marks the selection as unsure</source>
        <translation>将所选图像标记为不确定</translation>
    </message>
    <message>
        <source>shows images like the selection</source>
        <translation>显示与所选图像相似的图像</translation>
    </message>
    <message>
        <source>compares the selected images</source>
        <translation>比较所选图像</translation>
    </message>
    <message>
        <source>pans in the scatter</source>
        <translation>在散点图中平移</translation>
    </message>
    <message>
        <source>is the lasso in the scatter</source>
        <translation>是散点图中的套索</translation>
    </message>
    <message>
        <source>is the box in the scatter and the ruler in the large view</source>
        <translation>是散点图中的框选和大图中的标尺</translation>
    </message>
    <message>
        <source>shows the heat map in the large view</source>
        <translation>在大图中显示热图</translation>
    </message>
    <message>
        <source>is the loupe in the large view</source>
        <translation>是大图中的放大镜</translation>
    </message>
    <message>
        <source>Press another digit or letter.</source>
        <translation>请按其他数字或字母。</translation>
    </message>
    <message>
        <source>This key is neither a digit nor a letter from A to Z.</source>
        <translation>该键既不是数字，也不是 A 到 Z 的字母。</translation>
    </message>
    <message>
        <source>Press another key.</source>
        <translation>请按其他键。</translation>
    </message>
    <message>
        <source>Corrections use the classes of the source folder.</source>
        <translation>更正只能使用源域文件夹的类别。</translation>
    </message>
    <message>
        <source>“{label}” is no class of the source.</source>
        <translation>“{label}”不是源域的类别。</translation>
    </message>
    <message>
        <source>Changes in the folders are no longer noticed.</source>
        <translation>不再监视文件夹的变化。</translation>
    </message>
    <message>
        <source>The {names} folder changed; it is read again after the run.</source>
        <translation>{names}文件夹有变化；运行结束后会重新读取。</translation>
    </message>
    <message>
        <source>{images} {verb} added to the {side}</source>
        <translation>{side}新增 {images}</translation>
    </message>
    <message>
        <source> from the {side}</source>
        <translation>（{side}）</translation>
    </message>
    <message>
        <source>{images} {verb} removed{origin}</source>
        <translation>移除 {images}{origin}</translation>
    </message>
    <message>
        <source>, too close to tell</source>
        <translation>，差异不显著</translation>
    </message>
    <message>
        <source>The last {shots} gained {points} points ({low} to {high}{told}).</source>
        <translation>最近的 {shots}带来 {points} 个百分点的提升（{low} 至 {high}{told}）。</translation>
    </message>
    <message>
        <source>What labels gain is not known: no random labels measure the runs.</source>
        <translation>标签的收益未知：没有用于测量运行的随机标签。</translation>
    </message>
    <message>
        <source>The gain of labels is known after the next run with more of them.</source>
        <translation>标签更多的下一次运行之后，才能得知标签的收益。</translation>
    </message>
    <message>
        <source>Ten more shots would gain about {gain} points, between {low} and {high} (95 %).</source>
        <translation>再标注十个样本预计提升约 {gain} 个百分点，在 {low} 与 {high} 之间（95%）。</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Resuming…</source>
        <translation>正在继续…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>{sentence}. The translations are shown in the Translate step.</source>
        <translation>{sentence}。翻译结果显示在“翻译”步骤中。</translation>
    </message>
    <message>
        <source>{quoted} or {classes}</source>
        <translation>{quoted}或 {classes}</translation>
    </message>
    <message>
        <source>their image is missing, or their class is not a class of this run</source>
        <translation>其图像缺失，或其类别不属于此次运行</translation>
    </message>
    <message>
        <source>{labels} {verb} left out: {reason}.</source>
        <translation>{labels}未使用：{reason}。</translation>
    </message>
    <message>
        <source>The run was ended at step {ended} of {steps}.</source>
        <translation>运行在第 {ended} 步（共 {steps} 步）结束。</translation>
    </message>
    <message>
        <source>1 held-out shot is</source>
        <translation>1 个留出样本</translation>
    </message>
    <message>
        <source>{count} held-out shots are</source>
        <translation>{count} 个留出样本</translation>
    </message>
    <message>
        <source>{value} of {shots} right</source>
        <translation>{shots}中 {value} 正确</translation>
    </message>
    <message>
        <source>{right}: the target&apos;s accuracy lies between {low} and {high}.</source>
        <translation>{right}：目标域的准确率在 {low} 与 {high} 之间。</translation>
    </message>
    <message>
        <source>Run {number}, with another seed, agrees on {share} of the target.</source>
        <translation>随机种子不同的运行 {number} 与其在目标域的 {share} 上一致。</translation>
    </message>
    <message>
        <source> Neither result is reliable.</source>
        <translation>两个结果都不可靠。</translation>
    </message>
    <message>
        <source>Measured on the labels of the target folder.</source>
        <translation>根据目标域文件夹的标签测量。</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>The model predicts no target image as {missing}.</source>
        <translation>模型没有把任何目标域图像预测为{missing}。</translation>
    </message>
    <message>
        <source>{left} left</source>
        <translation>剩余{left}</translation>
    </message>
    <message>
        <source>No worker could be started.</source>
        <translation>无法启动工作进程。</translation>
    </message>
    <message>
        <source>Try again, or restart the program.</source>
        <translation>请重试，或重新启动程序。</translation>
    </message>
    <message>
        <source>Restart the program; its log may say more.</source>
        <translation>请重新启动程序；程序日志中可能有更多信息。</translation>
    </message>
    <message>
        <source>Undo labelling</source>
        <translation>撤销标注</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Show these keys</source>
        <translation>显示这些按键</translation>
    </message>
    <message>
        <source>Open the glossary</source>
        <translation>打开术语表</translation>
    </message>
    <message>
        <source>Open the documentation</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <source>Go to the next part of the window</source>
        <translation>转到窗口的下一部分</translation>
    </message>
    <message>
        <source>Go to the part before</source>
        <translation>转到上一部分</translation>
    </message>
    <message>
        <source>Open another project</source>
        <translation>打开其他项目</translation>
    </message>
    <message>
        <source>Show or hide the scatter, or the other view of the step</source>
        <translation>显示或隐藏散点图，或该步骤的另一视图</translation>
    </message>
    <message>
        <source>Show or hide the images</source>
        <translation>显示或隐藏图像</translation>
    </message>
    <message>
        <source>Give the images all the height, and back</source>
        <translation>使图像占满高度，再次按下恢复</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>报告问题</translation>
    </message>
    <message>
        <source>Go to {title}</source>
        <translation>转到“{title}”</translation>
    </message>
    <message>
        <source>Where the next run is executed. A run that was begun goes on where it is.</source>
        <translation>下一次运行在哪里执行。已开始的运行会在原处继续。</translation>
    </message>
    <message>
        <source>To add another computer, type in a terminal: workbench hosts add NAME</source>
        <translation>要添加其他计算机，请在终端输入：workbench hosts add NAME</translation>
    </message>
    <message>
        <source>Runs are executed on: {place}</source>
        <translation>运行的执行位置：{place}</translation>
    </message>
    <message>
        <source>Starting the worker…</source>
        <translation>正在启动工作进程…</translation>
    </message>
    <message>
        <source>This computer · {here}</source>
        <translation>本机 · {here}</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>Source: images with labels</source>
        <translation>源域：带标签的图像</translation>
    </message>
    <message>
        <source>Drop a folder with one subfolder for each class, or click to choose one.</source>
        <translation>拖入每个类别各有一个子文件夹的文件夹，或单击选择。</translation>
    </message>
    <message>
        <source>Target: images to adapt to</source>
        <translation>目标域：要适应的图像</translation>
    </message>
    <message>
        <source>Drop a folder of images, with or without labels, or click to choose one.</source>
        <translation>拖入图像文件夹（有无标签均可），或单击选择。</translation>
    </message>
    <message>
        <source>Release to read this folder</source>
        <translation>松开以读取此文件夹</translation>
    </message>
    <message>
        <source>This is a file. Drop the folder that holds it.</source>
        <translation>这是一个文件。请拖入包含它的文件夹。</translation>
    </message>
    <message>
        <source>Reading… {files} so far</source>
        <translation>正在读取…已读 {files}</translation>
    </message>
    <message>
        <source>Checking the files: {files} of {images}</source>
        <translation>正在检查文件：{files} / {images}</translation>
    </message>
    <message>
        <source>
{files} set aside</source>
        <translation>
已搁置 {files}</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Project {name}</source>
        <translation>项目 {name}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Switch to the light theme</source>
        <translation>切换到浅色主题</translation>
    </message>
    <message>
        <source>Switch to the dark theme</source>
        <translation>切换到深色主题</translation>
    </message>
    <message>
        <source>Two folders of images</source>
        <translation>两个图像文件夹</translation>
    </message>
    <message>
        <source>The source has labels, the target is to be recognised without. Click an image to look closer.</source>
        <translation>源域有标签，目标域要在没有标签的情况下识别。单击图像可仔细查看。</translation>
    </message>
    <message>
        <source>Press Inspect. It shows what differs between source and target, and the images behind each number.</source>
        <translation>按“检查”。它显示源域与目标域有哪些不同，以及每个数字背后的图像。</translation>
    </message>
    <message>
        <source>Adapt a model</source>
        <translation>适应一个模型</translation>
    </message>
    <message>
        <source>Press Adapt. A model learns the target without its labels; curves and Pause are below the images.</source>
        <translation>按“适应”。模型在没有标签的情况下学习目标域；曲线和“暂停”在图像下方。</translation>
    </message>
    <message>
        <source>Name a few images</source>
        <translation>标注几张图像</translation>
    </message>
    <message>
        <source>Select a target image and press the key of its class, here on the left. The next run learns from it.</source>
        <translation>选择一张目标域图像，按其类别的键（左侧列出）。下一次运行会从中学习。</translation>
    </message>
    <message>
        <source>Take the model away</source>
        <translation>带走模型</translation>
    </message>
    <message>
        <source>Export saves the model with what it needs to run elsewhere. Press ? for all keys and for this tour.</source>
        <translation>“导出”保存模型及其在别处运行所需的一切。按 ? 可查看所有按键和本导览。</translation>
    </message>
    <message>
        <source>Key of a class</source>
        <translation>类别的按键</translation>
    </message>
    <message>
        <source>Press the key for “{name}”</source>
        <translation>请按“{name}”的键</translation>
    </message>
    <message>
        <source>A digit or a letter{rest}. Esc keeps the current key.</source>
        <translation>一个数字或字母{rest}。Esc 保留当前按键。</translation>
    </message>
    <message>
        <source>; the current key is {key}</source>
        <translation>；当前按键是 {key}</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>报告问题…</translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>开始导览</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>The model whose predictions you see, accept with Enter, and export. Click to choose another finished run.</source>
        <translation>您看到、按 Enter 接受并导出的预测来自此模型。单击可选择另一次已完成的运行。</translation>
    </message>
    <message>
        <source>Model · {name}  ▾</source>
        <translation>模型 · {name}  ▾</translation>
    </message>
    <message>
        <source>Current model: {name}</source>
        <translation>当前模型：{name}</translation>
    </message>
    <message>
        <source>Name of the project</source>
        <translation>项目名称</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the folder that contains the project</source>
        <translation>更改项目所在的文件夹</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>In</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>The folder for the project</source>
        <translation>项目的文件夹</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开它</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>{source} to {target}</source>
        <translation>{source} 到 {target}</translation>
    </message>
    <message>
        <source>The project “{name}” has the same two folders. Open it, or create another.</source>
        <translation>项目“{name}”使用同样的两个文件夹。打开它，或另建一个。</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Report (*.zip)</source>
        <translation>报告 (*.zip)</translation>
    </message>
    <message>
        <source>Wrote {name}: the log, versions and the settings of the run. It contains no images.</source>
        <translation>已写入 {name}：日志、版本和运行的设置。其中不含图像。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Move the project into</source>
        <translation>将项目移动到</translation>
    </message>
    <message>
        <source>The project NAME.workbench</source>
        <translation>项目 NAME.workbench</translation>
    </message>
    <message>
        <source>The new {side} folder</source>
        <translation>新的{side}文件夹</translation>
    </message>
    <message>
        <source>Renaming</source>
        <translation>正在重命名</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>正在移动</translation>
    </message>
    <message>
        <source>Duplicating</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Wait until that has ended.</source>
        <translation>请等待其结束。</translation>
    </message>
    <message>
        <source>A run or a translation of this project is in progress.</source>
        <translation>此项目的运行或翻译正在进行。</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>请先停止。</translation>
    </message>
    <message>
        <source>{verb} the project {stem}</source>
        <translation>{verb}项目 {stem}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>移动…</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>复制…</translation>
    </message>
    <message>
        <source>Replace the source folder…</source>
        <translation>替换源域文件夹…</translation>
    </message>
    <message>
        <source>Replace the target folder…</source>
        <translation>替换目标域文件夹…</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>从此列表移除</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>The trash of this computer does not take the project. Delete it for ever? It cannot be brought back.</source>
        <translation>本机的回收站无法接收该项目。要永久删除吗？删除后无法恢复。</translation>
    </message>
    <message>
        <source>Rename “{name}”</source>
        <translation>重命名“{name}”</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>The copy has the same folders of images, and its own labels, runs and translations.</source>
        <translation>副本使用同样的图像文件夹，并有自己的标签、运行和翻译。</translation>
    </message>
    <message>
        <source>Duplicate “{name}”</source>
        <translation>复制“{name}”</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>{name} copy</source>
        <translation>{name} 副本</translation>
    </message>
    <message>
        <source>Delete “{name}”?</source>
        <translation>删除“{name}”？</translation>
    </message>
    <message>
        <source>Counting what is in it…</source>
        <translation>正在统计其内容…</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>
Also in its folder: {others}</source>
        <translation>
其文件夹中还有：{others}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>To the trash goes {folder} ({size}): {goes}.{others}

Images that stay:
{stays}</source>
        <translation>移到回收站：{folder}（{size}）：{goes}。{others}

保留的图像：
{stays}</translation>
    </message>
    <message>
        <source>Delete “{name}” for ever?</source>
        <translation>永久删除“{name}”？</translation>
    </message>
    <message>
        <source>Delete for ever</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Labelled only</source>
        <translation>仅已标注</translation>
    </message>
    <message>
        <source>Unsure only</source>
        <translation>仅不确定</translation>
    </message>
    <message>
        <source>Measuring only</source>
        <translation>仅测量</translation>
    </message>
    <message>
        <source>CLASSES</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>SHOW</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>{labels} for measuring</source>
        <translation>{labels}用于测量</translation>
    </message>
    <message>
        <source>Show only {unknown}</source>
        <translation>仅显示 {unknown}</translation>
    </message>
    <message>
        <source>Change its key…</source>
        <translation>更改其按键…</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>重置所有按键</translation>
    </message>
    <message>
        <source>Classes appear once the source has been read.</source>
        <translation>读取源域之后，类别会显示在这里。</translation>
    </message>
    <message>
        <source>{question} (Ctrl+{index})</source>
        <translation>{question}（Ctrl+{index}）</translation>
    </message>
    <message>
        <source>RECENT PROJECTS</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>{name} 的更多操作</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Missing: {folder}</source>
        <translation>缺失：{folder}</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>Measure and reduce the shift between two image domains, and export the adapted model.</source>
        <translation>测量并减小两个图像域之间的偏移，然后导出适应后的模型。</translation>
    </message>
    <message>
        <source>Handwritten digits from two scanners: an adapted model within two minutes.</source>
        <translation>来自两台扫描仪的手写数字：两分钟内得到适应后的模型。</translation>
    </message>
    <message>
        <source>Use them anyway</source>
        <translation>仍然使用</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Open sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Five steps on the sample: from two folders to a model that runs elsewhere</source>
        <translation>在示例上走五步：从两个文件夹到可在别处运行的模型</translation>
    </message>
    <message>
        <source>YOUR OWN FOLDERS</source>
        <translation>您自己的文件夹</translation>
    </message>
    <message>
        <source>Open the backup of {name}</source>
        <translation>打开 {name} 的备份</translation>
    </message>
    <message>
        <source>With {labels}. The damaged files are kept.</source>
        <translation>含 {labels}。损坏的文件会保留。</translation>
    </message>
    <message>
        <source>{hint}, or use them as they are to translate only.</source>
        <translation>{hint}；也可以原样使用，但只能翻译。</translation>
    </message>
    <message>
        <source>Choose folders that share no images, or use them anyway.</source>
        <translation>请选择没有共同图像的文件夹，或仍然使用。</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>? keys</source>
        <translation>? 按键</translation>
    </message>
    <message>
        <source>Open for reading: its folder cannot be written, so nothing can be labelled, run or changed</source>
        <translation>以只读方式打开：其文件夹无法写入，因此不能标注、运行或更改</translation>
    </message>
    <message>
        <source>All changes saved</source>
        <translation>所有更改已保存</translation>
    </message>
    <message>
        <source>{labels} · Ctrl+Z to undo</source>
        <translation>{labels} · Ctrl+Z 撤销</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation>离开导览</translation>
    </message>
    <message>
        <source>Tour: {at} of {stops}</source>
        <translation>导览：{at} / {stops}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Classes of the target</source>
        <translation>目标域的类别</translation>
    </message>
    <message>
        <source>The source lacks classes with these names. Classes that are left out do not count in the scores.</source>
        <translation>源域没有这些名称的类别。不使用的类别不计入得分。</translation>
    </message>
    <message>
        <source>Source class for {name}</source>
        <translation>{name} 对应的源域类别</translation>
    </message>
    <message>
        <source>Weigh errors</source>
        <translation>权衡错误</translation>
    </message>
    <message>
        <source>In Measure: weigh a miss of a class against other errors</source>
        <translation>在“测量”中：权衡某一类别的漏检与其他错误</translation>
    </message>
    <message>
        <source>Say that missing a class costs more than a false alarm; exported models decide so</source>
        <translation>声明漏检某一类别的代价高于误报；导出的模型按此判定</translation>
    </message>
    <message>
        <source>Exported models and predictions decide so; images in this window keep the most probable class. Counts that you watched while choosing flatter the choice: ten more labels check it.</source>
        <translation>导出的模型和预测按此判定；本窗口中的图像仍取最可能的类别。选择时看过的计数会偏乐观：再标注十张可以验证。</translation>
    </message>
    <message>
        <source>Class whose miss has a cost</source>
        <translation>漏检有代价的类别</translation>
    </message>
    <message>
        <source>Cost of missing the class, in errors of another class</source>
        <translation>漏检该类别的代价，以其他类别的错误计</translation>
    </message>
    <message>
        <source>How many other errors one miss of the class is worth</source>
        <translation>该类别的一次漏检相当于多少次其他错误</translation>
    </message>
    <message>
        <source>Probability against the next class from which the class is decided, in percent</source>
        <translation>相对次可能类别的概率达到多少时判为该类别，以百分比计</translation>
    </message>
    <message>
        <source>Most probable class</source>
        <translation>最可能的类别</translation>
    </message>
    <message>
        <source>Every miss costs 1 again</source>
        <translation>每次漏检的代价恢复为 1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>A miss costs</source>
        <translation>漏检代价</translation>
    </message>
    <message>
        <source>From</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>The labelled images are being predicted.</source>
        <translation>正在预测已标注的图像。</translation>
    </message>
    <message>
        <source>As with the most probable class.</source>
        <translation>与取最可能的类别相同。</translation>
    </message>
    <message>
        <source>Most probable class: {usual}.</source>
        <translation>最可能的类别：{usual}。</translation>
    </message>
    <message>
        <source>{missed} of {of_class} “{name}” missed{interval}</source>
        <translation>{of_class} 个“{name}”中漏检 {missed} 个{interval}</translation>
    </message>
    <message>
        <source>{missed}; {false_alarms} of {others} taken for it{interval}.</source>
        <translation>{missed}；{others}中有 {false_alarms} 个被误判{interval}。</translation>
    </message>
    <message>
        <source>{missed} of {of_class} missed, {false_alarms} of {of_others} taken for it</source>
        <translation>{of_class} 个中漏检 {missed} 个，{of_others} 个中误判 {false_alarms} 个</translation>
    </message>
    <message>
        <source> ({low} to {high})</source>
        <translation>（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>Class · {name}</source>
        <translation>类别 · {name}</translation>
    </message>
    <message>
        <source>Class · folder {level}</source>
        <translation>类别 · 第 {level} 级文件夹</translation>
    </message>
    <message>
        <source>In the review: accept the predictions of the line of images</source>
        <translation>复核时：接受当前行图像的预测</translation>
    </message>
    <message>
        <source>In the review: accept the predictions of all images in view</source>
        <translation>复核时：接受视图中所有图像的预测</translation>
    </message>
    <message>
        <source>In the review: accept the rest of the class; asks first</source>
        <translation>复核时：接受该类别的其余预测；会先询问</translation>
    </message>
    <message>
        <source>The predictions of a finished run are shown here as pictures, to accept or correct them.</source>
        <translation>已完成运行的预测以图像形式显示在这里，供接受或更正。</translation>
    </message>
    <message>
        <source>The first run is under way. Its predictions are shown here when it has finished.</source>
        <translation>首次运行正在进行。完成后，其预测显示在这里。</translation>
    </message>
    <message>
        <source>Accept the line of the current image (Shift+Enter)</source>
        <translation>接受当前图像所在的行（Shift+Enter）</translation>
    </message>
    <message>
        <source>Accept all images in view (Ctrl+Enter)</source>
        <translation>接受视图中的所有图像（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Accept what is left of this class and part (Ctrl+Shift+Enter); asks first</source>
        <translation>接受该类别和部分的其余图像（Ctrl+Shift+Enter）；会先询问</translation>
    </message>
    <message>
        <source>Breakdown</source>
        <translation>细分</translation>
    </message>
    <message>
        <source>Order of confidence</source>
        <translation>置信度顺序</translation>
    </message>
    <message>
        <source>Most certain first</source>
        <translation>最确定的在前</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>最不确定的在前</translation>
    </message>
    <message>
        <source>⇧↵  row</source>
        <translation>⇧↵  行</translation>
    </message>
    <message>
        <source>Ctrl ↵  page</source>
        <translation>Ctrl ↵  页</translation>
    </message>
    <message>
        <source>Esc  cancel</source>
        <translation>Esc  取消</translation>
    </message>
    <message>
        <source>The filter hides {predictions} that nobody has decided.</source>
        <translation>筛选条件隐藏了尚未处理的 {predictions}。</translation>
    </message>
    <message>
        <source>Every prediction of {model} is decided, or its image is in the measuring set.</source>
        <translation>{model}的所有预测均已处理，或其图像属于测量集。</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>该模型</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>, {hidden} hidden by the filter</source>
        <translation>，另有 {hidden} 个被筛选条件隐藏</translation>
    </message>
    <message>
        <source>{places} left of {model}{hidden}</source>
        <translation>{model}还剩 {places} 个{hidden}</translation>
    </message>
    <message>
        <source>All {number} “{name}”…</source>
        <translation>全部 {number} 个“{name}”…</translation>
    </message>
    <message>
        <source>Accept all {number} predicted {whose}</source>
        <translation>接受全部 {number} 个预测为 {whose} 的图像</translation>
    </message>
    <message>
        <source> of “{part}”</source>
        <translation>（“{part}”）</translation>
    </message>
    <message>
        <source>Accept “{name}” for the {images}{part} left, seen or not? Ctrl+Z takes it back at once.</source>
        <translation>是否为其余 {images}{part}（无论看过与否）接受“{name}”？Ctrl+Z 可立即撤销。</translation>
    </message>
    <message>
        <source>Accept {number}</source>
        <translation>接受 {number} 个</translation>
    </message>
    <message>
        <source>{} alike</source>
        <translation>{}相似</translation>
    </message>
    <message>
        <source>{} like those that you named</source>
        <translation>{}与已命名的相似</translation>
    </message>
    <message>
        <source>{} in doubt</source>
        <translation>{}难以判断</translation>
    </message>
    <message>
        <source>{} most like the chosen ones</source>
        <translation>{}与所选图像最相似</translation>
    </message>
    <message>
        <source>Every image has a label or was passed over.</source>
        <translation>每张图像都有标签或已跳过。</translation>
    </message>
    <message>
        <source>No image without a label is left that is like the chosen ones.</source>
        <translation>没有与所选图像相似而未标注的图像了。</translation>
    </message>
    <message>
        <source>Label the selected images “{}” (Enter). Ctrl+click takes an image out of the selection; what is left follows</source>
        <translation>把所选图像标注为“{}”（Enter）。按住 Ctrl 单击可将图像移出所选；其余的随后出现</translation>
    </message>
    <message>
        <source>Divide the group into two and show the larger part (−)</source>
        <translation>将该组一分为二，显示较大的部分（−）</translation>
    </message>
    <message>
        <source>Show the image under the cursor large (Space)</source>
        <translation>放大显示光标下的图像（空格）</translation>
    </message>
    <message>
        <source>Leave this group for later (Tab)</source>
        <translation>以后再处理这一组（Tab）</translation>
    </message>
    <message>
        <source>Show all images again (Esc). Labels stay</source>
        <translation>重新显示所有图像（Esc）。标签会保留</translation>
    </message>
    <message>
        <source>Space  look</source>
        <translation>空格  查看</translation>
    </message>
    <message>
        <source>−  split</source>
        <translation>−  拆分</translation>
    </message>
    <message>
        <source>Tab  next</source>
        <translation>Tab  下一组</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Esc  done</source>
        <translation>Esc  完成</translation>
    </message>
    <message>
        <source>Forming groups</source>
        <translation>正在分组</translation>
    </message>
    <message>
        <source>No group is left</source>
        <translation>没有剩余的组</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>没有分组</translation>
    </message>
    <message>
        <source>the {paths} purest are shown</source>
        <translation>显示最纯的 {paths} 张</translation>
    </message>
    <message>
        <source>group {number} of {all}</source>
        <translation>第 {number} 组，共 {all} 组</translation>
    </message>
    <message>
        <source>Comparing images.</source>
        <translation>正在比较图像。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Enter  {every} {name}</source>
        <translation>Enter  {every} {name}</translation>
    </message>
    <message>
        <source>the purest first</source>
        <translation>最纯的在前</translation>
    </message>
    <message>
        <source>the nearest first</source>
        <translation>最接近的在前</translation>
    </message>
    <message>
        <source>Labels (*.csv *.json *.jsonl);;All files (*)</source>
        <translation>标签 (*.csv *.json *.jsonl);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Gain of labels: measured accuracy</source>
        <translation>标签的收益：测得的准确率</translation>
    </message>
    <message>
        <source>Review labels</source>
        <translation>复核标签</translation>
    </message>
    <message>
        <source>One by one: a class key changes the label, Enter accepts the prediction, Tab confirms the label</source>
        <translation>逐一复核：类别键更改标签，Enter 接受预测，Tab 确认标签</translation>
    </message>
    <message>
        <source>Review confirmed labels again</source>
        <translation>再次复核已确认的标签</translation>
    </message>
    <message>
        <source>Includes the labels that you confirmed although the model contradicts them</source>
        <translation>包括与模型矛盾而您已确认的标签</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>{labels} {verb} from the prediction of the model.</source>
        <translation>{labels}与模型的预测不同。</translation>
    </message>
    <message>
        <source> You have confirmed {others}.</source>
        <translation>您已确认另外 {others}。</translation>
    </message>
    <message>
        <source>The model agrees with every label</source>
        <translation>模型与所有标签一致</translation>
    </message>
    <message>
        <source> except {kept} that you have confirmed.</source>
        <translation>，除了您已确认的 {kept} 个。</translation>
    </message>
    <message>
        <source>Which predictions are right?</source>
        <translation>哪些预测是正确的？</translation>
    </message>
    <message>
        <source>{places} to review</source>
        <translation>待复核 {places} 个</translation>
    </message>
    <message>
        <source>Predicted by {model}: {classes}, listed beside the images.</source>
        <translation>由 {model} 预测：{classes}，列在图像旁边。</translation>
    </message>
    <message>
        <source>Accepted labels teach the next run; they never measure. Images of the measuring set are left out.</source>
        <translation>接受的标签用于训练下一次运行，从不用于测量。测量集的图像不包括在内。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Labels of another program or person; you see what changes before it does</source>
        <translation>其他程序或其他人的标签；更改之前您会看到哪些会变</translation>
    </message>
    <message>
        <source>Writes all labels as a file for another program, or as class folders</source>
        <translation>将所有标签写成供其他程序使用的文件，或写成类别文件夹</translation>
    </message>
    <message>
        <source>Label files</source>
        <translation>标签文件</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>导入标签</translation>
    </message>
    <message>
        <source>Export labels: {title}</source>
        <translation>导出标签：{title}</translation>
    </message>
    <message>
        <source>Folders by class, copies</source>
        <translation>按类别分文件夹，复制</translation>
    </message>
    <message>
        <source>Folders by class, links</source>
        <translation>按类别分文件夹，链接</translation>
    </message>
    <message>
        <source>repeats an earlier entry</source>
        <translation>与前面的条目重复</translation>
    </message>
    <message>
        <source>Labels can be imported once the target folder is read.</source>
        <translation>目标域文件夹读取完毕后才能导入标签。</translation>
    </message>
    <message>
        <source>There are no labels to export yet.</source>
        <translation>还没有可导出的标签。</translation>
    </message>
    <message>
        <source>Imported {labels} from {name}.</source>
        <translation>已从 {name} 导入 {labels}。</translation>
    </message>
    <message>
        <source>{same} {verb} equal already.</source>
        <translation>{same} 个原本相同。</translation>
    </message>
    <message>
        <source>{entries} left out.</source>
        <translation>{entries}未导入。</translation>
    </message>
    <message>
        <source> Left out: {labels} for measuring, which must not teach.</source>
        <translation>未写入：{labels}用于测量，不得用于训练。</translation>
    </message>
    <message>
        <source> The corrected labels of the source are in {name}.</source>
        <translation>源域更正后的标签在 {name} 中。</translation>
    </message>
    <message>
        <source>Wrote {labels} to {name}.{measuring}{corrected}</source>
        <translation>已将 {labels}写入 {name}。{measuring}{corrected}</translation>
    </message>
    <message>
        <source>All of them; then they measure no more, and others can be drawn. Ctrl+Z undoes it</source>
        <translation>释放全部；此后不再用于测量，可以另行抽取。Ctrl+Z 可撤销</translation>
    </message>
    <message>
        <source>Let these labels teach</source>
        <translation>将这些标签用于训练</translation>
    </message>
    <message>
        <source>New class…</source>
        <translation>新类别…</translation>
    </message>
    <message>
        <source>Name of a new class</source>
        <translation>新类别的名称</translation>
    </message>
    <message>
        <source>A class that the source lacks; a run learns it from the images that you label (N)</source>
        <translation>源域没有的类别；运行从您标注的图像中学习它（N）</translation>
    </message>
    <message>
        <source>U  unknown</source>
        <translation>U  未知</translation>
    </message>
    <message>
        <source>None of these classes (U)</source>
        <translation>不属于这些类别（U）</translation>
    </message>
    <message>
        <source>X  unsure</source>
        <translation>X  不确定</translation>
    </message>
    <message>
        <source>You cannot tell the class: not suggested again, and not used for training (X)</source>
        <translation>无法判断类别：不再推荐，也不用于训练（X）</translation>
    </message>
    <message>
        <source>M  more like this</source>
        <translation>M  更多相似图像</translation>
    </message>
    <message>
        <source>Show the images that are most like the selected ones, the nearest first (M)</source>
        <translation>显示与所选图像最相似的图像，最接近的在前（M）</translation>
    </message>
    <message>
        <source>Remove label</source>
        <translation>移除标签</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>历史…</translation>
    </message>
    <message>
        <source>Adapt with other settings…</source>
        <translation>用其他设置适应…</translation>
    </message>
    <message>
        <source>{images} selected.</source>
        <translation>已选 {images}。</translation>
    </message>
    <message>
        <source>No target image is selected.</source>
        <translation>未选择目标域图像。</translation>
    </message>
    <message>
        <source> {images} marked unsure.</source>
        <translation>{images}标记为不确定。</translation>
    </message>
    <message>
        <source>The images whose labels help most are below; Tab goes to the next.</source>
        <translation>标签最有帮助的图像在下方；按 Tab 转到下一张。</translation>
    </message>
    <message>
        <source>After a run or an inspection, the most useful images are suggested.</source>
        <translation>运行或检查之后，会推荐最有用的图像。</translation>
    </message>
    <message>
        <source>Select target images and press the key of their class. {later}{marked}</source>
        <translation>选择目标域图像，并按其类别的键。{later}{marked}</translation>
    </message>
    <message>
        <source>Label the selection “{name}”</source>
        <translation>将所选标注为“{name}”</translation>
    </message>
    <message>
        <source>Change key…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <source>The prediction of this image cannot be accepted, because its label measures the model.</source>
        <translation>不能接受该图像的预测，因为其标签用于测量模型。</translation>
    </message>
    <message>
        <source>Press the key of the class that you see, or X if you cannot tell.</source>
        <translation>请按您看到的类别的键；无法判断时按 X。</translation>
    </message>
    <message>
        <source>perhaps “{likely}”; for how many is not known</source>
        <translation>也许是“{likely}”；其中有多少尚不可知</translation>
    </message>
    <message>
        <source>probably</source>
        <translation>很可能是</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>也许是</translation>
    </message>
    <message>
        <source>{sure} “{likely}”: {low} to {high} of them, an estimate</source>
        <translation>{sure}“{likely}”：估计占 {low} 至 {high}</translation>
    </message>
    <message>
        <source>Label to measure</source>
        <translation>为测量而标注</translation>
    </message>
    <message>
        <source>Images that measure</source>
        <translation>用于测量的图像</translation>
    </message>
    <message>
        <source>{images} to go · class key · Tab next · X unsure</source>
        <translation>还有 {images} · 类别键 · Tab 下一张 · X 不确定</translation>
    </message>
    <message>
        <source>The target has not been read yet.</source>
        <translation>目标域尚未读取。</translation>
    </message>
    <message>
        <source>No image is drawn yet. Each is shown without the model&apos;s opinion; press the key of its class.</source>
        <translation>还没有抽取图像。每张图像都不显示模型的判断；请按其类别的键。</translation>
    </message>
    <message>
        <source>Draw {images}</source>
        <translation>抽取 {images}</translation>
    </message>
    <message>
        <source>All drawn images are labelled.</source>
        <translation>抽取的图像均已标注。</translation>
    </message>
    <message>
        <source>Draw {more} more</source>
        <translation>再抽取 {more} 张</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>控件</translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation>标注者</translation>
    </message>
    <message>
        <source>All yours</source>
        <translation>全部用我的</translation>
    </message>
    <message>
        <source>All theirs</source>
        <translation>全部用对方的</translation>
    </message>
    <message>
        <source>Import these</source>
        <translation>导入这些</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>{entries} left out:</source>
        <translation>{entries}未导入：</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>conflicting labels</source>
        <translation>有冲突的标签</translation>
    </message>
    <message>
        <source>, and {same} that {verb} equal</source>
        <translation>，另有 {same} 个相同</translation>
    </message>
    <message>
        <source>{name} has {new}{equal}.</source>
        <translation>{name} 含 {new}{equal}。</translation>
    </message>
    <message>
        <source>{images} {verb} another label in it: click a label, or select rows and press ← or →.</source>
        <translation>{images}在其中的标签不同：请单击标签，或选择行后按 ← 或 →。</translation>
    </message>
    <message>
        <source> (Cohen&apos;s κ {kappa})</source>
        <translation>（Cohen κ {kappa}）</translation>
    </message>
    <message>
        <source>You agree on {agreement} of the images that both labelled{kappa}.</source>
        <translation>双方都标注的图像中，{agreement} 一致{kappa}。</translation>
    </message>
    <message>
        <source>No entry has an image of the target.</source>
        <translation>没有条目对应目标域的图像。</translation>
    </message>
    <message>
        <source>different labels</source>
        <translation>标签不同</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Groups are formed from what a run or an inspection computes.</source>
        <translation>分组依据运行或检查的计算结果。</translation>
    </message>
    <message>
        <source>Run one of them first.</source>
        <translation>请先运行其中之一。</translation>
    </message>
    <message>
        <source>Groups can be formed when the run has ended.</source>
        <translation>运行结束后可以分组。</translation>
    </message>
    <message>
        <source>Images like one that measures are not shown, because its label must not teach.</source>
        <translation>不显示与测量图像相似的图像，因为其标签不得用于训练。</translation>
    </message>
    <message>
        <source>Select an image that is not drawn.</source>
        <translation>请选择一张未被抽取的图像。</translation>
    </message>
    <message>
        <source>review: the model contradicts these labels</source>
        <translation>复核：模型与这些标签矛盾</translation>
    </message>
    <message>
        <source>Random target images</source>
        <translation>随机抽取的目标域图像</translation>
    </message>
    <message>
        <source>of the target is</source>
        <translation>的目标域图像</translation>
    </message>
    <message>
        <source>Classes and their numbers of images</source>
        <translation>类别及其图像数</translation>
    </message>
    <message>
        <source>Every target image was labelled or skipped.</source>
        <translation>每张目标域图像都已标注或跳过。</translation>
    </message>
    <message>
        <source>After a run or an inspection, the ten images whose labels help most are shown here. Until then, select target images above and press the key of their class.</source>
        <translation>运行或检查之后，这里显示标签最有帮助的十张图像。在此之前，请在上方选择目标域图像，并按其类别的键。</translation>
    </message>
    <message>
        <source>Label next</source>
        <translation>接下来标注</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Ten others</source>
        <translation>换十张</translation>
    </message>
    <message>
        <source>Tab does this too, once these are labelled</source>
        <translation>这些标注完之后，按 Tab 也可以</translation>
    </message>
    <message>
        <source>Name groups</source>
        <translation>按组命名</translation>
    </message>
    <message>
        <source>Show images that look alike together, to name them with one key</source>
        <translation>把看起来相似的图像放在一起显示，一键命名</translation>
    </message>
    <message>
        <source>With the method and settings of the last run</source>
        <translation>使用上一次运行的方法和设置</translation>
    </message>
    <message>
        <source>Stops the search for images; the images that are shown stay</source>
        <translation>停止搜索图像；已显示的图像会保留</translation>
    </message>
    <message>
        <source>Adapt again with {shots}</source>
        <translation>用 {shots}再次适应</translation>
    </message>
    <message>
        <source>The run is starting.</source>
        <translation>运行正在启动。</translation>
    </message>
    <message>
        <source>Adapting · {pace}</source>
        <translation>正在适应 · {pace}</translation>
    </message>
    <message>
        <source>Searching for the images whose labels help most…</source>
        <translation>正在搜索标签最有帮助的图像…</translation>
    </message>
    <message>
        <source>Adapt a model with them</source>
        <translation>用它们适应模型</translation>
    </message>
    <message>
        <source>All are labelled. {again}, or press Tab for others.</source>
        <translation>全部标注完毕。{again}，或按 Tab 换一批。</translation>
    </message>
    <message>
        <source>{left} to go, chosen by the inspection · Tab next · X unsure</source>
        <translation>还有 {left}，由检查选出 · Tab 下一张 · X 不确定</translation>
    </message>
    <message>
        <source>{left} to go · Tab next · Enter accepts · X unsure</source>
        <translation>还有 {left} · Tab 下一张 · Enter 接受 · X 不确定</translation>
    </message>
    <message>
        <source>Searching the target for the images whose labels help most.</source>
        <translation>正在目标域中搜索标签最有帮助的图像。</translation>
    </message>
    <message>
        <source>Press Tab for the ten images whose labels help most.</source>
        <translation>按 Tab 可得到标签最有帮助的十张图像。</translation>
    </message>
    <message>
        <source>Any images: a table, JSON or COCO with class, confidence and unknown score</source>
        <translation>任意图像：含类别、置信度和未知得分的表格、JSON 或 COCO</translation>
    </message>
    <message>
        <source>{method} needs labelled target images. Label a few first, best some of each class.</source>
        <translation>{method} 需要已标注的目标域图像。请先标注几张，最好每个类别都有。</translation>
    </message>
    <message>
        <source>No label teaches yet. Target images that you label under Teach are used as shots.</source>
        <translation>还没有用于训练的标签。您在“训练”下标注的目标域图像会用作标注样本。</translation>
    </message>
    <message>
        <source>Save the predictions</source>
        <translation>保存预测</translation>
    </message>
    <message>
        <source>Show only “{}”; click again to show all</source>
        <translation>仅显示“{}”；再次单击显示全部</translation>
    </message>
    <message>
        <source>1–9, 0, letters</source>
        <translation>1–9、0、字母</translation>
    </message>
    <message>
        <source>Label the selected target images with the class of the key, and go on</source>
        <translation>将所选目标域图像标注为该键的类别，并继续</translation>
    </message>
    <message>
        <source>… on source images</source>
        <translation>…在源域图像上</translation>
    </message>
    <message>
        <source>Correct their labels in this project; Tab keeps a suspected label, Delete withdraws</source>
        <translation>在本项目中更正其标签；Tab 保留可疑标签，Delete 撤回</translation>
    </message>
    <message>
        <source>Label the selection as a new class / as unknown</source>
        <translation>将所选标注为新类别 / 未知</translation>
    </message>
    <message>
        <source>Mark the selection as unsure; it is not used for training</source>
        <translation>将所选标记为不确定；不用于训练</translation>
    </message>
    <message>
        <source>Go to the next image, or group, to label / back</source>
        <translation>转到下一张要标注的图像或下一组 / 返回</translation>
    </message>
    <message>
        <source>Accept the model&apos;s prediction, or the likely class of a group, and go on</source>
        <translation>接受模型的预测或该组的可能类别，并继续</translation>
    </message>
    <message>
        <source>Show the images that are most like the selected ones</source>
        <translation>显示与所选图像最相似的图像</translation>
    </message>
    <message>
        <source>Split the group of images in two</source>
        <translation>将该组图像一分为二</translation>
    </message>
    <message>
        <source>Remove the label</source>
        <translation>移除标签</translation>
    </message>
    <message>
        <source>Open an image; in Translate, before and after</source>
        <translation>打开图像；在“翻译”中为前后对比</translation>
    </message>
    <message>
        <source>Compare two to four selected images side by side</source>
        <translation>并排比较两到四张所选图像</translation>
    </message>
    <message>
        <source>Ruler / heat map / 100 % while Z is held, in the large view</source>
        <translation>标尺 / 热图 / 按住 Z 时 100%（在大图中）</translation>
    </message>
    <message>
        <source>Move the divider between before and after</source>
        <translation>移动前后对比的分界线</translation>
    </message>
    <message>
        <source>Arrows, Shift, Ctrl+A</source>
        <translation>方向键、Shift、Ctrl+A</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Lasso / box / pan in the scatter</source>
        <translation>散点图中的套索 / 框选 / 平移</translation>
    </message>
    <message>
        <source>Filter the images</source>
        <translation>筛选图像</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Show only {name}</source>
        <translation>仅显示 {name}</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The next run learns from these labels</source>
        <translation>下一次运行从这些标签中学习</translation>
    </message>
    <message>
        <source>Labels of random images show how often a model is right; no run learns from them</source>
        <translation>随机图像的标签显示模型有多常判断正确；任何运行都不从中学习</translation>
    </message>
    <message>
        <source>The predictions of the current model as pictures, to accept or to correct them</source>
        <translation>以图像形式显示当前模型的预测，供接受或更正</translation>
    </message>
    <message>
        <source>The interval holds in 95 % for a number of labels that was chosen beforehand.</source>
        <translation>对于事先选定的标签数，该区间在 95% 的情况下成立。</translation>
    </message>
    <message>
        <source>Images that nobody chose: uniformly at random from those that no label teaches</source>
        <translation>无人挑选的图像：从没有训练标签的图像中均匀随机抽取</translation>
    </message>
    <message>
        <source>How often is the model right?</source>
        <translation>模型有多常判断正确？</translation>
    </message>
    <message>
        <source>… and {classes} more</source>
        <translation>…另有 {classes}</translation>
    </message>
    <message>
        <source>Every image is drawn or has a label</source>
        <translation>每张图像都已抽取或有标签</translation>
    </message>
    <message>
        <source>No image is drawn</source>
        <translation>未抽取图像</translation>
    </message>
    <message>
        <source>, {unsure} unsure</source>
        <translation>，{unsure} 张不确定</translation>
    </message>
    <message>
        <source>{named} of {drawn} labelled{unsure}</source>
        <translation>已标注 {named} / {drawn}{unsure}</translation>
    </message>
    <message>
        <source>Images can be drawn once the target has been read.</source>
        <translation>目标域读取完毕后可以抽取图像。</translation>
    </message>
    <message>
        <source>{asked}, which you label without the model&apos;s opinion, show how often it is right. Their labels never teach, and measure every run of this project.</source>
        <translation>{asked}由您在看不到模型判断的情况下标注，从而显示模型有多常判断正确。这些标签从不用于训练，并测量本项目的每次运行。</translation>
    </message>
    <message>
        <source>There is no finished run yet. Every run will be measured on these labels.</source>
        <translation>还没有完成的运行。每次运行都会用这些标签测量。</translation>
    </message>
    <message>
        <source>Run {number} ({title})</source>
        <translation>运行 {number}（{title}）</translation>
    </message>
    <message>
        <source>{name} is measured as soon as images are labelled.</source>
        <translation>图像一经标注，即可测量 {name}。</translation>
    </message>
    <message>
        <source>{name}: {between} {share} right.</source>
        <translation>{name}：{between}{share}预测正确。</translation>
    </message>
    <message>
        <source>±{half_width} points now</source>
        <translation>目前 ±{half_width} 个百分点</translation>
    </message>
    <message>
        <source>{more} more labels: about ±{points} points ({now}).</source>
        <translation>再有 {more} 个标签：约 ±{points} 个百分点（{now}）。</translation>
    </message>
    <message>
        <source>{name}: {value} of {count} found ({between})</source>
        <translation>{name}：{count} 个中找到 {value}（{between}）</translation>
    </message>
    <message>
        <source>Always answering “{constant_class}” is right in {constant}.</source>
        <translation>始终回答“{constant_class}”的正确率为 {constant}。</translation>
    </message>
    <message>
        <source> The model is no better.</source>
        <translation>该模型并不更好。</translation>
    </message>
    <message>
        <source>Balanced accuracy {value} ({between}).</source>
        <translation>平衡准确率 {value}（{between}）。</translation>
    </message>
    <message>
        <source>The comparison with source only follows when all drawn images are labelled.</source>
        <translation>抽取的图像全部标注之后，才能与仅源域训练比较。</translation>
    </message>
    <message>
        <source>{points} points against source only ({low} to {high})</source>
        <translation>相对仅源域训练 {points} 个百分点（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>; about {labels} would tell</source>
        <translation>；约需 {labels}才能分辨</translation>
    </message>
    <message>
        <source>{points}: too close to tell{more}.</source>
        <translation>{points}：差异不显著{more}。</translation>
    </message>
    <message>
        <source>{points}.</source>
        <translation>{points}。</translation>
    </message>
    <message>
        <source>Accepts only pixels of this certainty: 100 % less the entropy of the prediction, as a share of the largest</source>
        <translation>只接受达到该确定度的像素：100% 减去预测的熵（占最大值的比例）</translation>
    </message>
    <message>
        <source>Moves its paint along the motion between both images, for frames of a video, where that motion is certain</source>
        <translation>沿两张图像之间的运动移动其涂画；适用于视频帧，且仅在运动确定之处</translation>
    </message>
    <message>
        <source>The previous image is not painted.</source>
        <translation>上一张图像没有涂画。</translation>
    </message>
    <message>
        <source>Accept prediction</source>
        <translation>接受预测</translation>
    </message>
    <message>
        <source>Paints all unpainted pixels as predicted (Enter)</source>
        <translation>将所有未涂画的像素涂为预测的类别（Enter）</translation>
    </message>
    <message>
        <source>Surer than</source>
        <translation>确定度高于</translation>
    </message>
    <message>
        <source>Least certainty of accepted pixels in percent</source>
        <translation>所接受像素的最低确定度（百分比）</translation>
    </message>
    <message>
        <source>Carry over from the previous image</source>
        <translation>沿用上一张图像的涂画</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>全部擦除</translation>
    </message>
    <message>
        <source>Removes all paint from this image (Delete); Undo restores it</source>
        <translation>移除该图像的全部涂画（Delete）；“撤销”可恢复</translation>
    </message>
    <message>
        <source>Export masks…</source>
        <translation>导出掩码…</translation>
    </message>
    <message>
        <source>Writes a mask with class numbers for each painted image into a new folder</source>
        <translation>为每张涂画过的图像在新文件夹中写入含类别编号的掩码</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>涂画</translation>
    </message>
    <message>
        <source>Mask files</source>
        <translation>掩码文件</translation>
    </message>
    <message>
        <source>Paint “{name}”</source>
        <translation>涂画“{name}”</translation>
    </message>
    <message>
        <source>Paint helps most where the model is uncertain: Tab goes there.</source>
        <translation>在模型不确定之处涂画最有帮助：按 Tab 前往。</translation>
    </message>
    <message>
        <source>After a run, uncertainty shows where to paint. Until then, paint a little of each class.</source>
        <translation>运行之后，不确定度会显示应在何处涂画。在此之前，每个类别涂画一点即可。</translation>
    </message>
    <message>
        <source>New folder for the masks</source>
        <translation>掩码的新文件夹</translation>
    </message>
    <message>
        <source>Wrote {masks} to {name}.</source>
        <translation>已将 {masks}写入 {name}。</translation>
    </message>
    <message>
        <source>This image measures: its prediction is shown once it has a label.</source>
        <translation>该图像用于测量：有标签之后才显示预测。</translation>
    </message>
    <message>
        <source>The predicted mask follows at the end of the run in progress.</source>
        <translation>当前运行结束后会给出预测的掩码。</translation>
    </message>
    <message>
        <source>{name} cannot be read ({reason}).</source>
        <translation>无法读取 {name}（{reason}）。</translation>
    </message>
    <message>
        <source>Choose another image.</source>
        <translation>请选择其他图像。</translation>
    </message>
    <message>
        <source>An image cannot be read ({reason}).</source>
        <translation>无法读取某张图像（{reason}）。</translation>
    </message>
    <message>
        <source>Choose other images.</source>
        <translation>请选择其他图像。</translation>
    </message>
    <message>
        <source>Goes to the most uncertain region that is not painted yet</source>
        <translation>转到尚未涂画的最不确定的区域</translation>
    </message>
    <message>
        <source>The prediction is known after a run.</source>
        <translation>运行之后才有预测。</translation>
    </message>
    <message>
        <source>The uncertainty of the model is known after a run.</source>
        <translation>运行之后才有模型的不确定度。</translation>
    </message>
    <message>
        <source>There is no prediction here that is certain enough. Paint it, or lower the certainty.</source>
        <translation>这里没有足够确定的预测。请涂画，或降低确定度。</translation>
    </message>
    <message>
        <source> · no predicted mask yet: it follows at the end of a run</source>
        <translation> · 还没有预测的掩码：运行结束时给出</translation>
    </message>
    <message>
        <source>Select a target image below and paint its pixels here. A few strokes of each class help a run.</source>
        <translation>在下方选择一张目标域图像，在此涂画其像素。每个类别涂几笔就有助于运行。</translation>
    </message>
    <message>
        <source>Painter</source>
        <translation>涂画器</translation>
    </message>
    <message>
        <source>Radius of brush and eraser in pixels</source>
        <translation>画笔和橡皮的半径（像素）</translation>
    </message>
    <message>
        <source>Radius of brush and eraser ([ and ])</source>
        <translation>画笔和橡皮的半径（[ 和 ]）</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the paint in percent</source>
        <translation>涂画的不透明度（百分比）</translation>
    </message>
    <message>
        <source>Opacity of the paint</source>
        <translation>涂画的不透明度</translation>
    </message>
    <message>
        <source>Most uncertain  Tab</source>
        <translation>最不确定  Tab</translation>
    </message>
    <message>
        <source>Paint the first image</source>
        <translation>涂画第一张图像</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一张图像</translation>
    </message>
    <message>
        <source>Previous (Left)</source>
        <translation>上一张（←）</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一张图像</translation>
    </message>
    <message>
        <source>Next (Right)</source>
        <translation>下一张（→）</translation>
    </message>
    <message>
        <source>Reading the paint…</source>
        <translation>正在读取涂画…</translation>
    </message>
    <message>
        <source>Finding regions of one look…</source>
        <translation>正在寻找外观一致的区域…</translation>
    </message>
    <message>
        <source>{share} painted</source>
        <translation>已涂画 {share}</translation>
    </message>
    <message>
        <source>Nothing is painted yet</source>
        <translation>尚未涂画</translation>
    </message>
    <message>
        <source>{done} · this image measures, so its paint teaches no run</source>
        <translation>{done} · 该图像用于测量，其涂画不用于任何训练</translation>
    </message>
    <message>
        <source>{done} · paints “{label}”{mask}</source>
        <translation>{done} · 正在涂画“{label}”{mask}</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Paint the chosen class. The right button or Alt erases</source>
        <translation>涂画所选类别。右键或 Alt 擦除</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>橡皮</translation>
    </message>
    <message>
        <source>Remove paint</source>
        <translation>移除涂画</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Click the corners; Enter or a double click closes it, Esc cancels it</source>
        <translation>单击各个角；Enter 或双击闭合，Esc 取消</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Drag a corner, an edge or a whole polygon; Alt and a click remove a corner</source>
        <translation>拖动角、边或整个多边形；按住 Alt 单击可移除一个角</translation>
    </message>
    <message>
        <source>Wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Drag over regions of one look to paint them; the size of the brush sets theirs</source>
        <translation>拖过外观一致的区域进行涂画；画笔大小决定区域大小</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Paint the connected pixels of one class, or without paint</source>
        <translation>涂画同一类别或未涂画的相连像素</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Accept the predicted region that you click</source>
        <translation>接受单击的预测区域</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Drag the image; the middle button or Ctrl does this with every tool</source>
        <translation>拖动图像；使用任何工具时，中键或 Ctrl 均可拖动</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Shows the prediction faintly under the paint</source>
        <translation>在涂画下方淡淡地显示预测</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定度</translation>
    </message>
    <message>
        <source>Shows where the model is uncertain; paint helps most there</source>
        <translation>显示模型不确定之处；在那里涂画最有帮助</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>保护</translation>
    </message>
    <message>
        <source>Tools neither paint over nor erase other classes than the chosen one</source>
        <translation>工具不会覆盖或擦除所选类别以外的类别</translation>
    </message>
    <message>
        <source>Paint this image, or accept the prediction.</source>
        <translation>请涂画该图像，或接受预测。</translation>
    </message>
    <message>
        <source>No paint of the previous image could be followed to this one.</source>
        <translation>上一张图像的涂画都无法延续到这张图像。</translation>
    </message>
    <message>
        <source>Paint on all of them teaches then; their pixels measure no more. Ctrl+Z undoes it</source>
        <translation>释放后，这些图像的涂画都用于训练；其像素不再用于测量。Ctrl+Z 可撤销</translation>
    </message>
    <message>
        <source>Release these images</source>
        <translation>释放这些图像</translation>
    </message>
    <message>
        <source>None of these classes; counts as wrong</source>
        <translation>不属于这些类别；计为错误</translation>
    </message>
    <message>
        <source>You cannot tell; widens the interval</source>
        <translation>无法判断；会使区间变宽</translation>
    </message>
    <message>
        <source>Takes the last answer back and shows its image again (Ctrl+Z)</source>
        <translation>撤回上一个回答并重新显示其图像（Ctrl+Z）</translation>
    </message>
    <message>
        <source>At the cross</source>
        <translation>十字处</translation>
    </message>
    <message>
        <source>The pixel shows “{name}”</source>
        <translation>该像素显示“{name}”</translation>
    </message>
    <message>
        <source>Images that you painted are not drawn, and paint on a drawn image teaches no run.</source>
        <translation>您涂画过的图像不会被抽取；抽取的图像上的涂画不用于任何训练。</translation>
    </message>
    <message>
        <source>Pixels that measure</source>
        <translation>用于测量的像素</translation>
    </message>
    <message>
        <source>Next  Tab</source>
        <translation>下一张  Tab</translation>
    </message>
    <message>
        <source>Leaves this image for later; until it is labelled, it widens the interval (Tab)</source>
        <translation>以后再处理该图像；标注之前，它会使区间变宽（Tab）</translation>
    </message>
    <message>
        <source>Nothing is drawn yet. Each image is shown with a cross; press the key of the class there.</source>
        <translation>还没有抽取。每张图像带有一个十字；请按该处类别的键。</translation>
    </message>
    <message>
        <source>Select an image that is drawn, or press Tab for the next one to label.</source>
        <translation>请选择一张抽取的图像，或按 Tab 转到下一张要标注的图像。</translation>
    </message>
    <message>
        <source>This file cannot be read, so its pixel has no class. X leaves it out and widens the interval.</source>
        <translation>无法读取该文件，因此其像素没有类别。按 X 不使用它，区间会变宽。</translation>
    </message>
    <message>
        <source>This image was drawn without a pixel. X leaves it out and widens the interval.</source>
        <translation>抽取该图像时没有像素。按 X 不使用它，区间会变宽。</translation>
    </message>
    <message>
        <source>Unsure · a class key names the pixel, Delete removes the mark</source>
        <translation>不确定 · 按类别键命名该像素，Delete 移除标记</translation>
    </message>
    <message>
        <source>Named “{named}” · another key changes it, Delete removes it</source>
        <translation>已命名为“{named}” · 按其他键更改，Delete 移除</translation>
    </message>
    <message>
        <source> · its paint teaches no run while it measures</source>
        <translation> · 用于测量期间，其涂画不用于任何训练</translation>
    </message>
    <message>
        <source>Which class is at the cross? · {images} to go · class key · X unsure{paint}</source>
        <translation>十字处是哪个类别？ · 还有 {images} · 类别键 · X 不确定{paint}</translation>
    </message>
    <message>
        <source>After a run, the IoU of each class is shown here, beside target images with their prediction.</source>
        <translation>运行之后，这里显示各类别的 IoU，旁边是目标域图像及其预测。</translation>
    </message>
    <message>
        <source>The first predicted masks follow at the next evaluation of the run.</source>
        <translation>下一次评估时给出首批预测的掩码。</translation>
    </message>
    <message>
        <source>Reading the masks…</source>
        <translation>正在读取掩码…</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>lowest IoU of “{name}”</source>
        <translation>“{name}”的 IoU 最低</translation>
    </message>
    <message>
        <source>No target image with a mask contains “{name}”.</source>
        <translation>没有带掩码的目标域图像包含“{name}”。</translation>
    </message>
    <message>
        <source>Pixels of the target</source>
        <translation>目标域的像素</translation>
    </message>
    <message>
        <source> · images as of step {live}</source>
        <translation> · 图像截至第 {live} 步</translation>
    </message>
    <message>
        <source> · lowest IoU of “{of_class}”</source>
        <translation> · “{of_class}”的 IoU 最低</translation>
    </message>
    <message>
        <source> · click a class for its worst images</source>
        <translation> · 单击类别可查看其最差的图像</translation>
    </message>
    <message>
        <source>{accuracy} of pixels right · edges {boundary}{hint}</source>
        <translation>{accuracy} 的像素正确 · 边缘 {boundary}{hint}</translation>
    </message>
    <message>
        <source>The target has no masks for evaluation.</source>
        <translation>目标域没有可用于评估的掩码。</translation>
    </message>
    <message>
        <source>Random pixels of random target images</source>
        <translation>随机抽取的目标域图像的随机像素</translation>
    </message>
    <message>
        <source>of the target&apos;s pixels are</source>
        <translation>的目标域像素</translation>
    </message>
    <message>
        <source>chooses the brush</source>
        <translation>选择画笔</translation>
    </message>
    <message>
        <source>chooses the eraser</source>
        <translation>选择橡皮</translation>
    </message>
    <message>
        <source>draws a polygon</source>
        <translation>绘制多边形</translation>
    </message>
    <message>
        <source>edits a polygon</source>
        <translation>编辑多边形</translation>
    </message>
    <message>
        <source>is the wand</source>
        <translation>是魔棒</translation>
    </message>
    <message>
        <source>fills connected pixels</source>
        <translation>填充相连像素</translation>
    </message>
    <message>
        <source>accepts a region of the prediction</source>
        <translation>接受预测的一个区域</translation>
    </message>
    <message>
        <source>shows the prediction</source>
        <translation>显示预测</translation>
    </message>
    <message>
        <source>shows the uncertainty of the model</source>
        <translation>显示模型的不确定度</translation>
    </message>
    <message>
        <source>protects other classes</source>
        <translation>保护其他类别</translation>
    </message>
    <message>
        <source>Any images: writes a mask with the class of each pixel</source>
        <translation>任意图像：写入含每个像素类别的掩码</translation>
    </message>
    <message>
        <source>Paint the class of this key</source>
        <translation>涂画该键的类别</translation>
    </message>
    <message>
        <source>B / E, right button</source>
        <translation>B / E、右键</translation>
    </message>
    <message>
        <source>Brush / eraser</source>
        <translation>画笔 / 橡皮</translation>
    </message>
    <message>
        <source>Polygon / edit its corners</source>
        <translation>多边形 / 编辑其角</translation>
    </message>
    <message>
        <source>Wand: regions of one look / fill connected pixels</source>
        <translation>魔棒：外观一致的区域 / 填充相连像素</translation>
    </message>
    <message>
        <source>Accept the predicted region that is clicked</source>
        <translation>接受单击的预测区域</translation>
    </message>
    <message>
        <source>Show the prediction / the uncertainty of the model</source>
        <translation>显示预测 / 模型的不确定度</translation>
    </message>
    <message>
        <source>Protect other classes than the chosen one</source>
        <translation>保护所选类别以外的类别</translation>
    </message>
    <message>
        <source>G, middle button</source>
        <translation>G、中键</translation>
    </message>
    <message>
        <source>Move the image; the wheel zooms, Home shows all</source>
        <translation>移动图像；滚轮缩放，Home 显示全图</translation>
    </message>
    <message>
        <source>A smaller / larger brush</source>
        <translation>更小 / 更大的画笔</translation>
    </message>
    <message>
        <source>Close a polygon; else accept the whole prediction</source>
        <translation>闭合多边形；否则接受整个预测</translation>
    </message>
    <message>
        <source>Remove the last corner / cancel the polygon</source>
        <translation>移除最后一个角 / 取消多边形</translation>
    </message>
    <message>
        <source>Go to the most uncertain unpainted region, or to the next image without paint / back</source>
        <translation>转到最不确定的未涂画区域，或下一张没有涂画的图像 / 返回</translation>
    </message>
    <message>
        <source>Remove all paint from the image</source>
        <translation>移除该图像的全部涂画</translation>
    </message>
    <message>
        <source>Previous / next image</source>
        <translation>上一张 / 下一张图像</translation>
    </message>
    <message>
        <source>Make masks less / more opaque</source>
        <translation>降低 / 提高掩码的不透明度</translation>
    </message>
    <message>
        <source>Name the class at the cross, and go on</source>
        <translation>命名十字处的类别，并继续</translation>
    </message>
    <message>
        <source>The class is none of these / you cannot tell</source>
        <translation>不属于这些类别 / 无法判断</translation>
    </message>
    <message>
        <source>Leave the image for later / go to the image before</source>
        <translation>以后再处理该图像 / 转到上一张图像</translation>
    </message>
    <message>
        <source>Take the last answer back, and return to its image</source>
        <translation>撤回上一个回答，并返回其图像</translation>
    </message>
    <message>
        <source>Zoom in / out / show the whole image</source>
        <translation>放大 / 缩小 / 显示整张图像</translation>
    </message>
    <message>
        <source>In Label, paint “{}”; elsewhere, show the images with its lowest IoU</source>
        <translation>在“标注”中涂画“{}”；在其他步骤中显示其 IoU 最低的图像</translation>
    </message>
    <message>
        <source>Paint or find {name}</source>
        <translation>涂画或查找 {name}</translation>
    </message>
    <message>
        <source>{method} needs labelled target images. Paint a few first, best some of each class.</source>
        <translation>{method} 需要已标注的目标域图像。请先涂画几张，最好每个类别都有。</translation>
    </message>
    <message>
        <source>No painted target images yet. Images that you paint are used as shots.</source>
        <translation>还没有涂画过的目标域图像。您涂画的图像会用作标注样本。</translation>
    </message>
    <message>
        <source>Folder for the masks</source>
        <translation>掩码文件夹</translation>
    </message>
    <message>
        <source>as target</source>
        <translation>目标域外观</translation>
    </message>
    <message>
        <source>as source</source>
        <translation>源域外观</translation>
    </message>
    <message>
        <source>This translator works in one direction only, from the source to the target.</source>
        <translation>该翻译器只能单向翻译：从源域到目标域。</translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation>正在翻译…</translation>
    </message>
    <message>
        <source>by t{number} · {title}</source>
        <translation>来自 t{number} · {title}</translation>
    </message>
    <message>
        <source>To the target&apos;s look</source>
        <translation>变为目标域外观</translation>
    </message>
    <message>
        <source>To the source&apos;s look</source>
        <translation>变为源域外观</translation>
    </message>
    <message>
        <source>What does the difference look like?</source>
        <translation>两个域的差异看起来是什么样？</translation>
    </message>
    <message>
        <source>The direction for opened images, folders and videos</source>
        <translation>打开的图像、文件夹和视频的翻译方向</translation>
    </message>
    <message>
        <source>As the images</source>
        <translation>与图像相同</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>图像尺寸</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Translator</source>
        <translation>翻译器</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Train and translate</source>
        <translation>训练并翻译</translation>
    </message>
    <message>
        <source>A translation is in progress; its controls are below the images.</source>
        <translation>翻译正在进行；控制按钮在图像下方。</translation>
    </message>
    <message>
        <source>The translation of the other project is stopping; its checkpoint is kept.</source>
        <translation>另一项目的翻译正在停止；其检查点会保留。</translation>
    </message>
    <message>
        <source>{time} A translation and a run can be in progress at the same time.</source>
        <translation>{time}翻译与运行可以同时进行。</translation>
    </message>
    <message>
        <source>How long it takes is known a few seconds after it has begun.</source>
        <translation>开始几秒后即可得知需要多长时间。</translation>
    </message>
    <message>
        <source>It takes {seconds}, at the pace of {named}.</source>
        <translation>按 {named} 的速度，需要{seconds}。</translation>
    </message>
    <message>
        <source>No translation yet. A translator without training gives a result at once.</source>
        <translation>还没有翻译。无需训练的翻译器可立即给出结果。</translation>
    </message>
    <message>
        <source>Samples appear during the translation; its quality follows.</source>
        <translation>翻译过程中会出现样本；之后给出质量。</translation>
    </message>
    <message>
        <source>{title} works in one direction only: from the source to the target.</source>
        <translation>{title} 只能单向翻译：从源域到目标域。</translation>
    </message>
    <message>
        <source>{title} needs a source with several classes. Choose a folder with a subfolder for each class.</source>
        <translation>{title} 需要有多个类别的源域。请选择每个类别各有一个子文件夹的文件夹。</translation>
    </message>
    <message>
        <source>The worker is starting; the translators will appear here.</source>
        <translation>工作进程正在启动；翻译器将显示在这里。</translation>
    </message>
    <message>
        <source>Source images in the look of the target appear here, each beside the original, its reconstruction and the nearest target image. Choose the translator in the form on the right.</source>
        <translation>这里显示变为目标域外观的源域图像，旁边是原图、其重建和最接近的目标域图像。请在右侧表单中选择翻译器。</translation>
    </message>
    <message>
        <source>Translation needs two domains. It can start once both folders are read.</source>
        <translation>翻译需要两个域。两个文件夹读取完毕后即可开始。</translation>
    </message>
    <message>
        <source>Previews</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Back to the previews</source>
        <translation>返回预览</translation>
    </message>
    <message>
        <source> · {image_size} px</source>
        <translation> · {image_size} 像素</translation>
    </message>
    <message>
        <source>The first samples follow after the first steps.</source>
        <translation>最初几步之后给出首批样本。</translation>
    </message>
    <message>
        <source>“Adapt on them” makes the translated source images the source of the project. Your own folder does not change; one click below the header restores it.</source>
        <translation>“据此适应”把翻译后的源域图像作为项目的源域。您自己的文件夹不会改变；单击标题栏下方即可恢复。</translation>
    </message>
    <message>
        <source>A model that is adapted on them may be worse than one that is adapted on the original images.</source>
        <translation>在这些图像上适应的模型，可能不如在原始图像上适应的模型。</translation>
    </message>
    <message>
        <source>Save as folder…</source>
        <translation>另存为文件夹…</translation>
    </message>
    <message>
        <source>Keeps file names, class folders and masks, so that other programs can read it</source>
        <translation>保留文件名、类别文件夹和掩码，便于其他程序读取</translation>
    </message>
    <message>
        <source>Adapt on them</source>
        <translation>据此适应</translation>
    </message>
    <message>
        <source>Translated images</source>
        <translation>翻译后的图像</translation>
    </message>
    <message>
        <source>Measured on {images}.</source>
        <translation>基于 {images}测量。</translation>
    </message>
    <message>
        <source>Save translated images in</source>
        <translation>翻译后图像的保存位置</translation>
    </message>
    <message>
        <source>Back to the original</source>
        <translation>恢复原始源域</translation>
    </message>
    <message>
        <source>The source is now “{name}” as translated by t{number}.</source>
        <translation>当前源域为 t{number} 翻译的“{name}”。</translation>
    </message>
    <message>
        <source>Back to “{name}”</source>
        <translation>恢复“{name}”</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp *.gif)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp *.gif)</translation>
    </message>
    <message>
        <source>Use selection</source>
        <translation>使用所选</translation>
    </message>
    <message>
        <source>Uses up to five selected target images; you can also drag them here from the grid</source>
        <translation>最多使用五张所选目标域图像；也可以从网格拖到这里</translation>
    </message>
    <message>
        <source>In the look of</source>
        <translation>采用以下外观</translation>
    </message>
    <message>
        <source>{images} {verb} refused</source>
        <translation>{images}未采用</translation>
    </message>
    <message>
        <source>At most {slots} style images are allowed: the first {slots} are kept, {refused}. Click an image to remove it.</source>
        <translation>最多允许 {slots} 张风格图像：保留前 {slots} 张，{refused}。单击图像可将其移除。</translation>
    </message>
    <message>
        <source>Without images: the look of the whole target. Drag one to five images here from the grid.</source>
        <translation>没有图像时：采用整个目标域的外观。可从网格拖入一到五张图像。</translation>
    </message>
    <message>
        <source>The current translator applies this look to the samples at once.</source>
        <translation>当前翻译器会立即把这种外观应用到样本。</translation>
    </message>
    <message>
        <source>Used when you start the translator below.</source>
        <translation>启动下方的翻译器时使用。</translation>
    </message>
    <message>
        <source>In the look of your {images} · {seconds} s</source>
        <translation>采用您的 {images}的外观 · {seconds} 秒</translation>
    </message>
    <message>
        <source>Choose style images</source>
        <translation>选择风格图像</translation>
    </message>
    <message>
        <source> and {masks}</source>
        <translation>和 {masks}</translation>
    </message>
    <message>
        <source> {files} could not be read.</source>
        <translation>{files}无法读取。</translation>
    </message>
    <message>
        <source>{images}{masks} in {out}, in the same class folders.{aside}</source>
        <translation>{images}{masks}已写入 {out}，类别文件夹不变。{aside}</translation>
    </message>
    <message>
        <source>The first {length} s.</source>
        <translation>前 {length} 秒。</translation>
    </message>
    <message>
        <source>{shown} The number of frames is not known.</source>
        <translation>{shown}帧数未知。</translation>
    </message>
    <message>
        <source>{shown} All {frames} take about {seconds}.</source>
        <translation>{shown}全部 {frames}约需 {seconds}。</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <source>sound copied</source>
        <translation>声音已复制</translation>
    </message>
    <message>
        <source>{out}: {frames}, {width} × {height}, {sound}, in {seconds}.</source>
        <translation>{out}：{frames}，{width} × {height}，{sound}，用时 {seconds}。</translation>
    </message>
    <message>
        <source>Apart from motion, adjacent frames differ by {written} grey levels; in the source by {source}.</source>
        <translation>除去运动，相邻帧相差 {written} 个灰度级；源视频中为 {source}。</translation>
    </message>
    <message>
        <source>Compare translations </source>
        <translation>比较翻译 </translation>
    </message>
    <message>
        <source>{label}, predicted as {flips}</source>
        <translation>{label}，预测为{flips}</translation>
    </message>
    <message>
        <source>Before ({name})</source>
        <translation>之前（{name}）</translation>
    </message>
    <message>
        <source>translation</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>translations</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>both ways</source>
        <translation>双向</translation>
    </message>
    <message>
        <source>to the target</source>
        <translation>到目标域</translation>
    </message>
    <message>
        <source>A video file, or a folder of frames.</source>
        <translation>视频文件，或由帧组成的文件夹。</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Frames…</source>
        <translation>帧…</translation>
    </message>
    <message>
        <source>A folder of frames, in the order of their names</source>
        <translation>由帧组成的文件夹，按名称排序</translation>
    </message>
    <message>
        <source>Side by side with the source</source>
        <translation>与源视频并排</translation>
    </message>
    <message>
        <source>How strongly a frame follows the previous one: less flicker, but slower changes</source>
        <translation>每帧跟随前一帧的程度：闪烁更少，但变化更慢</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Translate the first two seconds with these settings</source>
        <translation>用这些设置翻译最初两秒</translation>
    </message>
    <message>
        <source>Translate video…</source>
        <translation>翻译视频…</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Video to translate</source>
        <translation>要翻译的视频</translation>
    </message>
    <message>
        <source>Videos ({patterns})</source>
        <translation>视频 ({patterns})</translation>
    </message>
    <message>
        <source>Folder of frames</source>
        <translation>帧文件夹</translation>
    </message>
    <message>
        <source>Save the translated video</source>
        <translation>保存翻译后的视频</translation>
    </message>
    <message>
        <source>Videos ({kinds})</source>
        <translation>视频 ({kinds})</translation>
    </message>
    <message>
        <source>{title} over steps</source>
        <translation>{title}随步数的变化</translation>
    </message>
    <message>
        <source> at step {step}</source>
        <translation>（第 {step} 步）</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>{cell} of {total} “{truth}”{share} are predicted “{predicted}”</source>
        <translation>{total} 个“{truth}”中有 {cell} 个{share}被预测为“{predicted}”</translation>
    </message>
    <message>
        <source>predicted →</source>
        <translation>预测 →</translation>
    </message>
    <message>
        <source>true ↓</source>
        <translation>真实 ↓</translation>
    </message>
    <message>
        <source>{sentence}. Click to sort the images by it.</source>
        <translation>{sentence}。单击可按其对图像排序。</translation>
    </message>
    <message>
        <source>In {share} of pairs, the value of the target image is {which} than that of the source image</source>
        <translation>在 {share} 的图像对中，目标域图像的值比源域图像{which}</translation>
    </message>
    <message>
        <source>higher</source>
        <translation>更高</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>更低</translation>
    </message>
    <message>
        <source> in </source>
        <translation>：</translation>
    </message>
    <message>
        <source>Play the run</source>
        <translation>播放该运行</translation>
    </message>
    <message>
        <source>Play the run from its first saved step</source>
        <translation>从第一个保存的步开始播放该运行</translation>
    </message>
    <message>
        <source>Moment of the run</source>
        <translation>运行的时刻</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Accuracy over the number of shots</source>
        <translation>准确率随标注样本数的变化</translation>
    </message>
    <message>
        <source>{shots} expected: {low} to {high}</source>
        <translation>预计 {shots}：{low} 至 {high}</translation>
    </message>
    <message>
        <source>shots</source>
        <translation>标注样本</translation>
    </message>
    <message>
        <source>Reliability diagram</source>
        <translation>可靠性图</translation>
    </message>
    <message>
        <source>at {confidence} confidence {accuracy} of {count} right</source>
        <translation>置信度 {confidence} 时，{count} 个中 {accuracy} 正确</translation>
    </message>
    <message>
        <source>confidence against accuracy</source>
        <translation>置信度与准确率</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Losses and accuracy appear here while a run is in progress.</source>
        <translation>运行进行时，这里显示损失和准确率。</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>The validator whose score is the dashed line</source>
        <translation>虚线所示得分对应的验证器</translation>
    </message>
    <message>
        <source>Losses and quality appear here while a translator is trained. Some translators need no training.</source>
        <translation>训练翻译器时，这里显示损失和质量。有些翻译器无需训练。</translation>
    </message>
    <message>
        <source>Curves of the translation</source>
        <translation>翻译的曲线</translation>
    </message>
    <message>
        <source>Measure of quality</source>
        <translation>质量指标</translation>
    </message>
    <message>
        <source>Save this filter by name, or show a saved one</source>
        <translation>命名保存该筛选条件，或显示已保存的筛选条件</translation>
    </message>
    <message>
        <source>+ filter</source>
        <translation>+ 筛选</translation>
    </message>
    <message>
        <source>Show only images with a class, a confidence, a label state, a folder, …</source>
        <translation>只显示具有某个类别、置信度、标签状态、文件夹等的图像</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>添加筛选条件</translation>
    </message>
    <message>
        <source>{images} shown</source>
        <translation>显示 {images}</translation>
    </message>
    <message>
        <source>Word in the path…</source>
        <translation>路径中的词…</translation>
    </message>
    <message>
        <source>Saved filters…</source>
        <translation>已保存的筛选…</translation>
    </message>
    <message>
        <source>No image has a value</source>
        <translation>没有图像具有该值</translation>
    </message>
    <message>
        <source>Filter: {words}</source>
        <translation>筛选条件：{words}</translation>
    </message>
    <message>
        <source>Enter edits, Delete removes</source>
        <translation>Enter 编辑，Delete 移除</translation>
    </message>
    <message>
        <source>{words}. Click to edit; × or Delete removes</source>
        <translation>{words}。单击可编辑；× 或 Delete 移除</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选条件</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>Less than</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>Word in the path or in a name</source>
        <translation>路径或名称中的词</translation>
    </message>
    <message>
        <source>{low} to {high} in these images</source>
        <translation>这些图像中为 {low} 至 {high}</translation>
    </message>
    <message>
        <source>No image has a number</source>
        <translation>没有图像具有该数值</translation>
    </message>
    <message>
        <source>Class given</source>
        <translation>给定类别</translation>
    </message>
    <message>
        <source>Predicted class</source>
        <translation>预测类别</translation>
    </message>
    <message>
        <source>Label state</source>
        <translation>标签状态</translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>域</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>记号</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>not labelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>label ≠ prediction</source>
        <translation>标签 ≠ 预测</translation>
    </message>
    <message>
        <source>label = prediction</source>
        <translation>标签 = 预测</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>teaching</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测为</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 且 </translation>
    </message>
    <message>
        <source>Predictions to review</source>
        <translation>待复核的预测</translation>
    </message>
    <message>
        <source>Show the selected images side by side, with zoom and pan locked (C)</source>
        <translation>并排显示所选图像，缩放和平移同步（C）</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序依据</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>从大到小</translation>
    </message>
    <message>
        <source>Reverse the order</source>
        <translation>反转顺序</translation>
    </message>
    <message>
        <source>Filter  /</source>
        <translation>筛选  /</translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>筛选图像</translation>
    </message>
    <message>
        <source>Words in the path, class or prediction, column:value or column&lt;number, as in class:bird confidence&lt;0.9. Esc clears</source>
        <translation>路径、类别或预测中的词，“列:值”或“列&lt;数”，例如 class:bird confidence&lt;0.9。Esc 清除</translation>
    </message>
    <message>
        <source>Compare  C</source>
        <translation>比较  C</translation>
    </message>
    <message>
        <source>Contrast of the thumbnails and of the large view, in this project</source>
        <translation>缩略图和大图的对比度，仅限本项目</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Size (Ctrl+wheel)</source>
        <translation>大小（Ctrl+滚轮）</translation>
    </message>
    <message>
        <source>Selected: {images}. Two to four are compared; Ctrl and a click select several</source>
        <translation>已选：{images}。可比较两到四张；按住 Ctrl 单击可多选</translation>
    </message>
    <message>
        <source>Contrast altered</source>
        <translation>对比度已调整</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>measures</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>? unsure</source>
        <translation>? 不确定</translation>
    </message>
    <message>
        <source>labelled {label}</source>
        <translation>标注为 {label}</translation>
    </message>
    <message>
        <source>corrected from {given}</source>
        <translation>由 {given} 更正</translation>
    </message>
    <message>
        <source>marked unsure</source>
        <translation>标记为不确定</translation>
    </message>
    <message>
        <source>looks like</source>
        <translation>看起来像</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>已保存的筛选条件</translation>
    </message>
    <message>
        <source>No filter is saved yet.</source>
        <translation>还没有保存筛选条件。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Name for the current filter</source>
        <translation>当前筛选条件的名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Suggested images</source>
        <translation>推荐的图像</translation>
    </message>
    <message>
        <source>IoU by class</source>
        <translation>各类别的 IoU</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Prediction, truth and difference</source>
        <translation>预测、真实与差异</translation>
    </message>
    <message>
        <source>Contrast of the images, in this project</source>
        <translation>图像的对比度，仅限本项目</translation>
    </message>
    <message>
        <source>Back to the images (Esc)</source>
        <translation>返回图像（Esc）</translation>
    </message>
    <message>
        <source>{aside} of the image is ignored</source>
        <translation>图像的 {aside} 被忽略</translation>
    </message>
    <message>
        <source>wrong {wrong}</source>
        <translation>错误 {wrong}</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>This image has no prediction. Run a method, or choose another run below.</source>
        <translation>该图像没有预测。请运行一种方法，或在下方选择其他运行。</translation>
    </message>
    <message>
        <source>This image has no mask to compare the prediction with.</source>
        <translation>该图像没有可与预测比较的掩码。</translation>
    </message>
    <message>
        <source>Target images with predicted classes</source>
        <translation>带预测类别的目标域图像</translation>
    </message>
    <message>
        <source>Compare images</source>
        <translation>比较图像</translation>
    </message>
    <message>
        <source>Display altered</source>
        <translation>显示已调整</translation>
    </message>
    <message>
        <source>Contrast, channel or colours differ from the files</source>
        <translation>对比度、通道或颜色与文件不同</translation>
    </message>
    <message>
        <source>Back to the grid (Esc)</source>
        <translation>返回网格（Esc）</translation>
    </message>
    <message>
        <source>Left and Right replace the framed image, Tab goes to the next one</source>
        <translation>← 和 → 替换框选的图像，Tab 转到下一张</translation>
    </message>
    <message>
        <source>{words}; image {place} of {number}</source>
        <translation>{words}；第 {place} 张，共 {number} 张</translation>
    </message>
    <message>
        <source>predicted {predicted}</source>
        <translation>预测为 {predicted}</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>A value v in 0–1 is shown as v to the power of gamma: below 1, dark parts become brighter</source>
        <translation>0–1 之间的值 v 按 v 的 gamma 次方显示：小于 1 时暗部变亮</translation>
    </message>
    <message>
        <source>Equalises the contrast of each part of the image (CLAHE); the number is the clip limit</source>
        <translation>均衡图像各部分的对比度（CLAHE）；数值为裁剪限度</translation>
    </message>
    <message>
        <source>Of grey images and single channels. Viridis, Cividis, Inferno and Magma suit colour-blind persons</source>
        <translation>用于灰度图像和单一通道。Viridis、Cividis、Inferno 和 Magma 适合色觉异常者</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Show the darkest and the brightest 0.5 % of each image as black and as white</source>
        <translation>将每张图像最暗和最亮的 0.5% 显示为黑色和白色</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation>局部对比度</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>局部</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Display only</source>
        <translation>仅影响显示</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Value shown as {name}</source>
        <translation>显示为{name}的值</translation>
    </message>
    <message>
        <source>The value that is shown as {name}</source>
        <translation>显示为{name}的数值</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>The coordinates in this file cannot be read.</source>
        <translation>无法读取该文件中的坐标。</translation>
    </message>
    <message>
        <source>Show the place</source>
        <translation>显示地点</translation>
    </message>
    <message>
        <source>The file has coordinates. They are shown only when you ask for them</source>
        <translation>文件含有坐标。只有在您要求时才显示</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>Images in the order of the grid; a click shows one</source>
        <translation>按网格顺序排列的图像；单击即可显示</translation>
    </message>
    <message>
        <source>Image {row} of {items}</source>
        <translation>第 {row} 张，共 {items} 张</translation>
    </message>
    <message>
        <source>First seconds of the video, above their translation</source>
        <translation>视频最初几秒，下方为其翻译</translation>
    </message>
    <message>
        <source>The source above, its translation below. A click stops it</source>
        <translation>上方为源视频，下方为其翻译。单击可停止</translation>
    </message>
    <message>
        <source>Grad-CAM of the last convolution, or of the last patches of a transformer</source>
        <translation>最后一个卷积层（或 Transformer 最后一层图块）的 Grad-CAM</translation>
    </message>
    <message>
        <source>Ruler  R</source>
        <translation>标尺  R</translation>
    </message>
    <message>
        <source>Heat map  H</source>
        <translation>热图  H</translation>
    </message>
    <message>
        <source>no prediction yet</source>
        <translation>还没有预测</translation>
    </message>
    <message>
        <source>Display altered · Reset</source>
        <translation>显示已调整 · 重置</translation>
    </message>
    <message>
        <source>Contrast, channel or colours differ from the file. A click shows the image as it is</source>
        <translation>对比度、通道或颜色与文件不同。单击可按原样显示图像</translation>
    </message>
    <message>
        <source>Image viewer</source>
        <translation>图像查看器</translation>
    </message>
    <message>
        <source>Loupe  Z</source>
        <translation>放大镜  Z</translation>
    </message>
    <message>
        <source>Hold this button, or Z, to see a pixel of the file as a pixel of the screen</source>
        <translation>按住此按钮或 Z，使文件的一个像素对应屏幕的一个像素</translation>
    </message>
    <message>
        <source>100 %, from {shown} of {file_width} px</source>
        <translation>100%，{shown} / {file_width} 像素</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>无法读取该文件。</translation>
    </message>
    <message>
        <source>Nearest source samples</source>
        <translation>最接近的源域样本</translation>
    </message>
    <message>
        <source>Samples before and after translation</source>
        <translation>翻译前后的样本</translation>
    </message>
    <message>
        <source>, {flips} predicted as another class</source>
        <translation>，{flips} 个预测为其他类别</translation>
    </message>
    <message>
        <source>Length {length} px</source>
        <translation>长度 {length} 像素</translation>
    </message>
    <message>
        <source>Angle {angle}°</source>
        <translation>角度 {angle}°</translation>
    </message>
    <message>
        <source>Δx {across} px, Δy {down} px</source>
        <translation>Δx {across} 像素，Δy {down} 像素</translation>
    </message>
    <message>
        <source>Drag over the image to measure. R ends it.</source>
        <translation>在图像上拖动即可测量。按 R 结束。</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>The size of a pixel in the unit below. The project keeps it</source>
        <translation>以下方单位表示的像素大小。项目会记住它</translation>
    </message>
    <message>
        <source>One pixel</source>
        <translation>每像素</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Translated</source>
        <translation>翻译后</translation>
    </message>
    <message>
        <source>Reconstructed</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最接近</translation>
    </message>
    <message>
        <source>{label}, now predicted {predicted}</source>
        <translation>{label}，现预测为 {predicted}</translation>
    </message>
    <message>
        <source>{label}, still predicted as such</source>
        <translation>{label}，预测不变</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Image before and after</source>
        <translation>图像的前后对比</translation>
    </message>
    <message>
        <source>{left} on the left, {right} on the right of the divider</source>
        <translation>分界线左侧为{left}，右侧为{right}</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Drag the divider, or press , and .</source>
        <translation>拖动分界线，或按 , 和 .</translation>
    </message>
    <message>
        <source>Back to the samples (Esc)</source>
        <translation>返回样本（Esc）</translation>
    </message>
    <message>
        <source>Style images</source>
        <translation>风格图像</translation>
    </message>
    <message>
        <source>Drop target images from the grid or image files here; a click removes an image</source>
        <translation>将目标域图像从网格拖到这里，或拖入图像文件；单击可移除图像</translation>
    </message>
    <message>
        <source>Histogram of the image&apos;s values</source>
        <translation>图像数值的直方图</translation>
    </message>
    <message>
        <source>Shares of the values on a square-root scale. Drag a limit.</source>
        <translation>各数值的占比（平方根刻度）。可拖动界限。</translation>
    </message>
    <message>
        <source>Legend: {title}</source>
        <translation>图例：{title}</translation>
    </message>
    <message>
        <source>and {others}</source>
        <translation>和 {others}</translation>
    </message>
    <message>
        <source>Lasso  S</source>
        <translation>套索  S</translation>
    </message>
    <message>
        <source>Draw around points to select them (S). Shift adds, Ctrl removes, both together intersect</source>
        <translation>围绕点画圈以选择（S）。Shift 添加，Ctrl 移除，同时按住则取交集</translation>
    </message>
    <message>
        <source>Box  R</source>
        <translation>框选  R</translation>
    </message>
    <message>
        <source>Draw a box around points to select them (R). Shift adds, Ctrl removes</source>
        <translation>围绕点画框以选择（R）。Shift 添加，Ctrl 移除</translation>
    </message>
    <message>
        <source>Colour of the points</source>
        <translation>点的颜色</translation>
    </message>
    <message>
        <source>Layout of the points</source>
        <translation>点的布局</translation>
    </message>
    <message>
        <source>PCA preserves distances; t-SNE and UMAP preserve neighbours and are animated</source>
        <translation>PCA 保持距离；t-SNE 和 UMAP 保持邻近关系，并以动画显示</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Show all points (Home)</source>
        <translation>显示所有点（Home）</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行的进度</translation>
    </message>
    <message>
        <source>Colour: {title}</source>
        <translation>颜色：{title}</translation>
    </message>
    <message>
        <source>The features of both domains appear here once a model has computed them.</source>
        <translation>模型计算之后，这里显示两个域的特征。</translation>
    </message>
    <message>
        <source>Scatter of features</source>
        <translation>特征的散点图</translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation>散点图</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>{status} on {place}</source>
        <translation>{status}（{place}）</translation>
    </message>
    <message>
        <source>status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Your own words, separated by commas. Double-click or press F2 to edit</source>
        <translation>您自己的词，以逗号分隔。双击或按 F2 编辑</translation>
    </message>
    <message>
        <source>time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Label-free score, %. Higher is better; comparable between runs on the same domains</source>
        <translation>无标签得分（%）。越高越好；同样的域上的运行之间可以比较</translation>
    </message>
    <message>
        <source>Accuracy on labelled target samples that taught no run, %; without labels in the folder, on those of Measure</source>
        <translation>未用于训练的已标注目标域样本上的准确率（%）；文件夹没有标签时，使用“测量”的样本</translation>
    </message>
    <message>
        <source>Labelled target samples that the run was trained on</source>
        <translation>该运行训练所用的已标注目标域样本</translation>
    </message>
    <message>
        <source>Gain from additional shots, in points, over an earlier run of the same method and settings, on the same labels</source>
        <translation>更多标注样本带来的提升（百分点），相对于方法和设置相同的较早运行，在同样的标签上</translation>
    </message>
    <message>
        <source>method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Accuracy on held-out source samples, %</source>
        <translation>留出的源域样本上的准确率（%）</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>提升</translation>
    </message>
    <message>
        <source>backbone</source>
        <translation>主干网络</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>训练范围</translation>
    </message>
    <message>
        <source>head: only the head, on a frozen backbone (fast); all: the whole network</source>
        <translation>head：仅分类头，主干冻结（快速）；all：整个网络</translation>
    </message>
    <message>
        <source>Distance to the target before and after (FID). Lower is better; sorted by the value after</source>
        <translation>翻译前后与目标域的距离（FID）。越低越好；按之后的值排序</translation>
    </message>
    <message>
        <source>no.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>translator</source>
        <translation>翻译器</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Images or pixels that keep their predicted class, %</source>
        <translation>预测类别保持不变的图像或像素（%）</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>训练步数</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Whether target images are also translated to the source</source>
        <translation>目标域图像是否也翻译到源域</translation>
    </message>
    <message numerus="yes">
        <source>%n class</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n correction</source>
        <translation>
            <numerusform>%n 处更正</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry</source>
        <translation>
            <numerusform>%n 个条目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image</source>
        <translation>
            <numerusform>%n 张图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label</source>
        <translation>
            <numerusform>%n 个标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n labelled target image</source>
        <translation>
            <numerusform>%n 张已标注的目标域图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mask</source>
        <translation>
            <numerusform>%n 个掩码</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more label</source>
        <translation>
            <numerusform>%n 个更多标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new label</source>
        <translation>
            <numerusform>%n 个新标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other</source>
        <translation>
            <numerusform>%n 个其他</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other class</source>
        <translation>
            <numerusform>%n 个其他类别</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other image</source>
        <translation>
            <numerusform>%n 张其他图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n painted image</source>
        <translation>
            <numerusform>%n 张涂画过的图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prediction</source>
        <translation>
            <numerusform>%n 个预测</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run</source>
        <translation>
            <numerusform>%n 次运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample</source>
        <translation>
            <numerusform>%n 个样本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shot</source>
        <translation>
            <numerusform>%n 个标注样本</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown prediction</source>
        <translation>
            <numerusform>%n 个显示的预测</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n source image</source>
        <translation>
            <numerusform>%n 张源域图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stroke</source>
        <translation>
            <numerusform>%n 笔</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n target image</source>
        <translation>
            <numerusform>%n 张目标域图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor</source>
        <translation>
            <numerusform>%n 个张量</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n translation</source>
        <translation>
            <numerusform>%n 次翻译</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing was written</source>
        <translation>没有写入任何内容</translation>
    </message>
    <message>
        <source>The PDF could not be written to {out} ({error}).</source>
        <translation>无法将 PDF 写入 {out}（{error}）。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>An unexpected error occurred ({kind}).</source>
        <translation>发生意外错误（{kind}）。</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>窗口语言</translation>
    </message>
    <message>
        <source>Another language is shown from the next start of the program on.</source>
        <translation>下次启动程序时以所选语言显示。</translation>
    </message>
    <message>
        <source>Language: {title}</source>
        <translation>语言：{title}</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>domain</source>
        <translation>域</translation>
    </message>
    <message>
        <source>{width} × {height} px</source>
        <translation>{width} × {height} 像素</translation>
    </message>
    <message>
        <source>labelled &lt;b&gt;{label}&lt;/b&gt;</source>
        <translation>标注为 &lt;b&gt;{label}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>predicted &lt;b&gt;{label}&lt;/b&gt;{sure}</source>
        <translation>预测为 &lt;b&gt;{label}&lt;/b&gt;{sure}</translation>
    </message>
</context>
</TS>
