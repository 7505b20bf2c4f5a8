BEGIN TRANSACTION;
CREATE TABLE answers (
	submission INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	part TEXT NOT NULL, 
	list_row INTEGER, 
	field_code TEXT NOT NULL, 
	workbook TEXT, 
	sheet TEXT NOT NULL, 
	cell TEXT NOT NULL, 
	given TEXT NOT NULL, 
	typed TEXT NOT NULL, 
	value_type TEXT, 
	value TEXT, 
	changes TEXT NOT NULL, 
	fault TEXT NOT NULL, 
	explanation TEXT NOT NULL, 
	PRIMARY KEY (submission, position), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
)
 WITHOUT ROWID

;
INSERT INTO "answers" VALUES(1,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(1,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-13','date','2026-09-13','[]','','');
INSERT INTO "answers" VALUES(1,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(1,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(1,4,'single',NULL,'B01',NULL,'基本情况','C12','值','24','number','24','[]','','');
INSERT INTO "answers" VALUES(1,5,'single',NULL,'B02',NULL,'基本情况','C13','值','212','number','212','[]','','');
INSERT INTO "answers" VALUES(1,6,'single',NULL,'B03',NULL,'基本情况','C14','值','281','number','281','[]','','');
INSERT INTO "answers" VALUES(1,7,'single',NULL,'C00',NULL,'基本情况','C16','值','30','number','30','[]','','');
INSERT INTO "answers" VALUES(1,8,'single',NULL,'C11',NULL,'基本情况','C17','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(1,9,'single',NULL,'C21',NULL,'基本情况','C18','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(1,10,'single',NULL,'C31',NULL,'基本情况','C19','值','8','number','8','[]','','');
INSERT INTO "answers" VALUES(1,11,'single',NULL,'C41',NULL,'基本情况','C20','值','7','number','7','[]','','');
INSERT INTO "answers" VALUES(1,12,'single',NULL,'C01',NULL,'基本情况','C21','值','21','number','21','[]','','');
INSERT INTO "answers" VALUES(1,13,'single',NULL,'C12',NULL,'基本情况','C22','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,14,'single',NULL,'C22',NULL,'基本情况','C23','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,15,'single',NULL,'C32',NULL,'基本情况','C24','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(1,16,'single',NULL,'C42',NULL,'基本情况','C25','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(1,17,'single',NULL,'C02',NULL,'基本情况','C26','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(1,18,'single',NULL,'C13',NULL,'基本情况','C27','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,19,'single',NULL,'C23',NULL,'基本情况','C28','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(1,20,'single',NULL,'C33',NULL,'基本情况','C29','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(1,21,'single',NULL,'C43',NULL,'基本情况','C30','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,22,'single',NULL,'C03',NULL,'基本情况','C31','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(1,23,'single',NULL,'D01',NULL,'基本情况','C33','值','6','number','6','[]','','');
INSERT INTO "answers" VALUES(1,24,'single',NULL,'D02',NULL,'基本情况','C34','值','466','number','466','[]','','');
INSERT INTO "answers" VALUES(1,25,'single',NULL,'D03',NULL,'基本情况','C35','值','26','number','26','[]','','');
INSERT INTO "answers" VALUES(1,26,'single',NULL,'D04',NULL,'基本情况','C36','值','15','number','15','[]','','');
INSERT INTO "answers" VALUES(1,27,'single',NULL,'D05',NULL,'基本情况','C37','值','1700','number','1700','[]','','');
INSERT INTO "answers" VALUES(1,28,'single',NULL,'E01',NULL,'基本情况','C39','值','基层站所创建力量薄弱，兼职人员多，工作连续性不强。','text','基层站所创建力量薄弱，兼职人员多，工作连续性不强。','[]','','');
INSERT INTO "answers" VALUES(1,29,'single',NULL,'E02',NULL,'基本情况','C40','值','开设文明创建专栏，每月推送两期，扩大社会宣传。','text','开设文明创建专栏，每月推送两期，扩大社会宣传。','[]','','');
INSERT INTO "answers" VALUES(1,30,'single',NULL,'E03',NULL,'基本情况','C41','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(1,31,'single',NULL,'F01',NULL,'基本情况','C43','值','办公室','text','办公室','[]','','');
INSERT INTO "answers" VALUES(1,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(1,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3806668','text','0000-3806668','[]','','');
INSERT INTO "answers" VALUES(1,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(1,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(1,36,'row',0,'L01',NULL,'创建单位名单','B5','值','东河图书馆','text','东河图书馆','[]','','');
INSERT INTO "answers" VALUES(1,37,'row',0,'L02',NULL,'创建单位名单','C5','值','全国','text','全国','[]','','');
INSERT INTO "answers" VALUES(1,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-08-28','date','2026-08-28','[]','','');
INSERT INTO "answers" VALUES(1,39,'row',0,'L04',NULL,'创建单位名单','E5','值','已完成中期评估','text','已完成中期评估','[]','','');
INSERT INTO "answers" VALUES(1,40,'row',1,'L01',NULL,'创建单位名单','B6','值','东河供水公司','text','东河供水公司','[]','','');
INSERT INTO "answers" VALUES(1,41,'row',1,'L02',NULL,'创建单位名单','C6','值','省级','text','省级','[]','','');
INSERT INTO "answers" VALUES(1,42,'row',1,'L03',NULL,'创建单位名单','D6','值','2026-06-16','date','2026-06-16','[]','','');
INSERT INTO "answers" VALUES(1,43,'row',1,'L04',NULL,'创建单位名单','E6','值','正在自查整改','text','正在自查整改','[]','','');
INSERT INTO "answers" VALUES(2,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(2,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-14','date','2026-09-14','[]','','');
INSERT INTO "answers" VALUES(2,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(2,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(2,4,'single',NULL,'B01',NULL,'基本情况','C12','值','11','number','11','[]','','');
INSERT INTO "answers" VALUES(2,5,'single',NULL,'B02',NULL,'基本情况','C13','值','184','number','184','[]','','');
INSERT INTO "answers" VALUES(2,6,'single',NULL,'B03',NULL,'基本情况','C14','值','593','number','593','[]','','');
INSERT INTO "answers" VALUES(2,7,'single',NULL,'C00',NULL,'基本情况','C16','值','42','number','42','[]','','');
INSERT INTO "answers" VALUES(2,8,'single',NULL,'C11',NULL,'基本情况','C17','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,9,'single',NULL,'C21',NULL,'基本情况','C18','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(2,10,'single',NULL,'C31',NULL,'基本情况','C19','值','10','number','10','[]','','');
INSERT INTO "answers" VALUES(2,11,'single',NULL,'C41',NULL,'基本情况','C20','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(2,12,'single',NULL,'C01',NULL,'基本情况','C21','值','16','number','16','[]','','');
INSERT INTO "answers" VALUES(2,13,'single',NULL,'C12',NULL,'基本情况','C22','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,14,'single',NULL,'C22',NULL,'基本情况','C23','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,15,'single',NULL,'C32',NULL,'基本情况','C24','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(2,16,'single',NULL,'C42',NULL,'基本情况','C25','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,17,'single',NULL,'C02',NULL,'基本情况','C26','值','5','number','5','[]','','');
INSERT INTO "answers" VALUES(2,18,'single',NULL,'C13',NULL,'基本情况','C27','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,19,'single',NULL,'C23',NULL,'基本情况','C28','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,20,'single',NULL,'C33',NULL,'基本情况','C29','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(2,21,'single',NULL,'C43',NULL,'基本情况','C30','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(2,22,'single',NULL,'C03',NULL,'基本情况','C31','值','5','number','5','[]','','');
INSERT INTO "answers" VALUES(2,23,'single',NULL,'D01',NULL,'基本情况','C33','值','26','number','26','[]','','');
INSERT INTO "answers" VALUES(2,24,'single',NULL,'D02',NULL,'基本情况','C34','值','2653','number','2653','[]','','');
INSERT INTO "answers" VALUES(2,25,'single',NULL,'D03',NULL,'基本情况','C35','值','29','number','29','[]','','');
INSERT INTO "answers" VALUES(2,26,'single',NULL,'D04',NULL,'基本情况','C36','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(2,27,'single',NULL,'D05',NULL,'基本情况','C37','值','8200','number','8200','[]','','');
INSERT INTO "answers" VALUES(2,28,'single',NULL,'E01',NULL,'基本情况','C39','值','个别窗口单位文明用语落实不够到位，服务意识有待提高。','text','个别窗口单位文明用语落实不够到位，服务意识有待提高。','[]','','');
INSERT INTO "answers" VALUES(2,29,'single',NULL,'E02',NULL,'基本情况','C40','值','开设文明创建专栏，每月推送两期，扩大社会宣传。','text','开设文明创建专栏，每月推送两期，扩大社会宣传。','[]','','');
INSERT INTO "answers" VALUES(2,30,'single',NULL,'E03',NULL,'基本情况','C41','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(2,31,'single',NULL,'F01',NULL,'基本情况','C43','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(2,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(2,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3326467','text','0000-3326467','[]','','');
INSERT INTO "answers" VALUES(2,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(2,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(2,36,'row',0,'L01',NULL,'创建单位名单','B5','值','西河第一实验小学','text','西河第一实验小学','[]','','');
INSERT INTO "answers" VALUES(2,37,'row',0,'L02',NULL,'创建单位名单','C5','值','省级','text','省级','[]','','');
INSERT INTO "answers" VALUES(2,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-06-03','date','2026-06-03','[]','','');
INSERT INTO "answers" VALUES(2,39,'row',0,'L04',NULL,'创建单位名单','E5','值','已完成中期评估','text','已完成中期评估','[]','','');
INSERT INTO "answers" VALUES(2,40,'row',1,'L01',NULL,'创建单位名单','B6','值','西河中心医院','text','西河中心医院','[]','','');
INSERT INTO "answers" VALUES(2,41,'row',1,'L02',NULL,'创建单位名单','C6','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(2,42,'row',1,'L03',NULL,'创建单位名单','D6','值','2026-06-14','date','2026-06-14','[]','','');
INSERT INTO "answers" VALUES(2,43,'row',1,'L04',NULL,'创建单位名单','E6','值','方案已印发','text','方案已印发','[]','','');
INSERT INTO "answers" VALUES(2,44,'row',2,'L01',NULL,'创建单位名单','B7','值','西河图书馆','text','西河图书馆','[]','','');
INSERT INTO "answers" VALUES(2,45,'row',2,'L02',NULL,'创建单位名单','C7','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(2,46,'row',2,'L03',NULL,'创建单位名单','D7','值','2026-06-27','date','2026-06-27','[]','','');
INSERT INTO "answers" VALUES(2,47,'row',2,'L04',NULL,'创建单位名单','E7','值','资料归档中','text','资料归档中','[]','','');
INSERT INTO "answers" VALUES(2,48,'row',3,'L01',NULL,'创建单位名单','B8','值','西河供水公司','text','西河供水公司','[]','','');
INSERT INTO "answers" VALUES(2,49,'row',3,'L02',NULL,'创建单位名单','C8','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(2,50,'row',3,'L03',NULL,'创建单位名单','D8','值','2026-03-25','date','2026-03-25','[]','','');
INSERT INTO "answers" VALUES(2,51,'row',3,'L04',NULL,'创建单位名单','E8','值','资料归档中','text','资料归档中','[]','','');
INSERT INTO "answers" VALUES(2,52,'row',4,'L01',NULL,'创建单位名单','B9','值','西河客运总站','text','西河客运总站','[]','','');
INSERT INTO "answers" VALUES(2,53,'row',4,'L02',NULL,'创建单位名单','C9','值','县级','text','县级','[]','','');
INSERT INTO "answers" VALUES(2,54,'row',4,'L03',NULL,'创建单位名单','D9','值','2026-06-28','date','2026-06-28','[]','','');
INSERT INTO "answers" VALUES(2,55,'row',4,'L04',NULL,'创建单位名单','E9','值','方案已印发','text','方案已印发','[]','','');
INSERT INTO "answers" VALUES(3,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(3,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-09','date','2026-09-09','[]','','');
INSERT INTO "answers" VALUES(3,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(3,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(3,4,'single',NULL,'B01',NULL,'基本情况','C12','值','11','number','11','[]','','');
INSERT INTO "answers" VALUES(3,5,'single',NULL,'B02',NULL,'基本情况','C13','值','30','number','30','[]','','');
INSERT INTO "answers" VALUES(3,6,'single',NULL,'B03',NULL,'基本情况','C14','值','109','number','109','[]','','');
INSERT INTO "answers" VALUES(3,7,'single',NULL,'C00',NULL,'基本情况','C16','值','46','number','46','[]','','');
INSERT INTO "answers" VALUES(3,8,'single',NULL,'C11',NULL,'基本情况','C17','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(3,9,'single',NULL,'C21',NULL,'基本情况','C18','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(3,10,'single',NULL,'C31',NULL,'基本情况','C19','值','8','number','8','[]','','');
INSERT INTO "answers" VALUES(3,11,'single',NULL,'C41',NULL,'基本情况','C20','值','16','number','16','[]','','');
INSERT INTO "answers" VALUES(3,12,'single',NULL,'C01',NULL,'基本情况','C21','值','30','number','30','[]','','');
INSERT INTO "answers" VALUES(3,13,'single',NULL,'C12',NULL,'基本情况','C22','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,14,'single',NULL,'C22',NULL,'基本情况','C23','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,15,'single',NULL,'C32',NULL,'基本情况','C24','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(3,16,'single',NULL,'C42',NULL,'基本情况','C25','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,17,'single',NULL,'C02',NULL,'基本情况','C26','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(3,18,'single',NULL,'C13',NULL,'基本情况','C27','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,19,'single',NULL,'C23',NULL,'基本情况','C28','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,20,'single',NULL,'C33',NULL,'基本情况','C29','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,21,'single',NULL,'C43',NULL,'基本情况','C30','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,22,'single',NULL,'C03',NULL,'基本情况','C31','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(3,23,'single',NULL,'D01',NULL,'基本情况','C33','值','25','number','25','[]','','');
INSERT INTO "answers" VALUES(3,24,'single',NULL,'D02',NULL,'基本情况','C34','值','2061','number','2061','[]','','');
INSERT INTO "answers" VALUES(3,25,'single',NULL,'D03',NULL,'基本情况','C35','值','10','number','10','[]','','');
INSERT INTO "answers" VALUES(3,26,'single',NULL,'D04',NULL,'基本情况','C36','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(3,27,'single',NULL,'D05',NULL,'基本情况','C37','值','5000','number','5000','[]','','');
INSERT INTO "answers" VALUES(3,28,'single',NULL,'E01',NULL,'基本情况','C39','值','部分下属单位档案资料不完整，日常管理制度落实不严。','text','部分下属单位档案资料不完整，日常管理制度落实不严。','[]','','');
INSERT INTO "answers" VALUES(3,29,'single',NULL,'E02',NULL,'基本情况','C40','值','对照测评标准逐项整改，建立台账，每周调度一次。','text','对照测评标准逐项整改，建立台账，每周调度一次。','[]','','');
INSERT INTO "answers" VALUES(3,30,'single',NULL,'E03',NULL,'基本情况','C41','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(3,31,'single',NULL,'F01',NULL,'基本情况','C43','值','办公室','text','办公室','[]','','');
INSERT INTO "answers" VALUES(3,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(3,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3166387','text','0000-3166387','[]','','');
INSERT INTO "answers" VALUES(3,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(3,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(3,36,'row',0,'L01',NULL,'创建单位名单','B5','值','新城政务服务中心','text','新城政务服务中心','[]','','');
INSERT INTO "answers" VALUES(3,37,'row',0,'L02',NULL,'创建单位名单','C5','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(3,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-08-11','date','2026-08-11','[]','','');
INSERT INTO "answers" VALUES(3,39,'row',0,'L04',NULL,'创建单位名单','E5','值','正在自查整改','text','正在自查整改','[]','','');
INSERT INTO "answers" VALUES(3,40,'row',1,'L01',NULL,'创建单位名单','B6','值','新城第一实验小学','text','新城第一实验小学','[]','','');
INSERT INTO "answers" VALUES(3,41,'row',1,'L02',NULL,'创建单位名单','C6','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(3,42,'row',1,'L03',NULL,'创建单位名单','D6','值','2026-07-04','date','2026-07-04','[]','','');
INSERT INTO "answers" VALUES(3,43,'row',1,'L04',NULL,'创建单位名单','E6','值','正在自查整改','text','正在自查整改','[]','','');
INSERT INTO "answers" VALUES(3,44,'row',2,'L01',NULL,'创建单位名单','B7','值','新城中心医院','text','新城中心医院','[]','','');
INSERT INTO "answers" VALUES(3,45,'row',2,'L02',NULL,'创建单位名单','C7','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(3,46,'row',2,'L03',NULL,'创建单位名单','D7','值','2026-07-03','date','2026-07-03','[]','','');
INSERT INTO "answers" VALUES(3,47,'row',2,'L04',NULL,'创建单位名单','E7','值','方案已印发','text','方案已印发','[]','','');
INSERT INTO "answers" VALUES(4,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(4,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-15','date','2026-09-15','[]','','');
INSERT INTO "answers" VALUES(4,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(4,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(4,4,'single',NULL,'B01',NULL,'基本情况','C12','值','47','number','47','[]','','');
INSERT INTO "answers" VALUES(4,5,'single',NULL,'B02',NULL,'基本情况','C13','值','165','number','165','[]','','');
INSERT INTO "answers" VALUES(4,6,'single',NULL,'B03',NULL,'基本情况','C14','值','383','number','383','[]','','');
INSERT INTO "answers" VALUES(4,7,'single',NULL,'C00',NULL,'基本情况','C16','值','48','number','48','[]','','');
INSERT INTO "answers" VALUES(4,8,'single',NULL,'C11',NULL,'基本情况','C17','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(4,9,'single',NULL,'C21',NULL,'基本情况','C18','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(4,10,'single',NULL,'C31',NULL,'基本情况','C19','值','7','number','7','[]','','');
INSERT INTO "answers" VALUES(4,11,'single',NULL,'C41',NULL,'基本情况','C20','值','7','number','7','[]','','');
INSERT INTO "answers" VALUES(4,12,'single',NULL,'C01',NULL,'基本情况','C21','值','18','number','18','[]','','');
INSERT INTO "answers" VALUES(4,13,'single',NULL,'C12',NULL,'基本情况','C22','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(4,14,'single',NULL,'C22',NULL,'基本情况','C23','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(4,15,'single',NULL,'C32',NULL,'基本情况','C24','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(4,16,'single',NULL,'C42',NULL,'基本情况','C25','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(4,17,'single',NULL,'C02',NULL,'基本情况','C26','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(4,18,'single',NULL,'C13',NULL,'基本情况','C27','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(4,19,'single',NULL,'C23',NULL,'基本情况','C28','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(4,20,'single',NULL,'C33',NULL,'基本情况','C29','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(4,21,'single',NULL,'C43',NULL,'基本情况','C30','值','3','number','3','[]','','');
INSERT INTO "answers" VALUES(4,22,'single',NULL,'C03',NULL,'基本情况','C31','值','6','number','6','[]','','');
INSERT INTO "answers" VALUES(4,23,'single',NULL,'D01',NULL,'基本情况','C33','值','20','number','20','[]','','');
INSERT INTO "answers" VALUES(4,24,'single',NULL,'D02',NULL,'基本情况','C34','值','3137','number','3137','[]','','');
INSERT INTO "answers" VALUES(4,25,'single',NULL,'D03',NULL,'基本情况','C35','值','23','number','23','[]','','');
INSERT INTO "answers" VALUES(4,26,'single',NULL,'D04',NULL,'基本情况','C36','值','12','number','12','[]','','');
INSERT INTO "answers" VALUES(4,27,'single',NULL,'D05',NULL,'基本情况','C37','值','11300','number','11300','[]','','');
INSERT INTO "answers" VALUES(4,28,'single',NULL,'E01',NULL,'基本情况','C39','值','机关与驻地社区共建活动次数偏少，示范带动作用发挥不充分。','text','机关与驻地社区共建活动次数偏少，示范带动作用发挥不充分。','[]','','');
INSERT INTO "answers" VALUES(4,29,'single',NULL,'E02',NULL,'基本情况','C40','值','开展服务窗口明查暗访，发现问题立行立改。','text','开展服务窗口明查暗访，发现问题立行立改。','[]','','');
INSERT INTO "answers" VALUES(4,30,'single',NULL,'E03',NULL,'基本情况','C41','值','开展“文明科室”“文明窗口”评比，季度亮牌、年终评优，形成比学赶超的氛围。','text','开展“文明科室”“文明窗口”评比，季度亮牌、年终评优，形成比学赶超的氛围。','[]','','');
INSERT INTO "answers" VALUES(4,31,'single',NULL,'F01',NULL,'基本情况','C43','值','办公室','text','办公室','[]','','');
INSERT INTO "answers" VALUES(4,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(4,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3734021','text','0000-3734021','[]','','');
INSERT INTO "answers" VALUES(4,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(4,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(4,36,'row',0,'L01',NULL,'创建单位名单','B5','值','云岭客运总站','text','云岭客运总站','[]','','');
INSERT INTO "answers" VALUES(4,37,'row',0,'L02',NULL,'创建单位名单','C5','值','全国','text','全国','[]','','');
INSERT INTO "answers" VALUES(4,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-04-12','date','2026-04-12','[]','','');
INSERT INTO "answers" VALUES(4,39,'row',0,'L04',NULL,'创建单位名单','E5','值','已完成中期评估','text','已完成中期评估','[]','','');
INSERT INTO "answers" VALUES(4,40,'row',1,'L01',NULL,'创建单位名单','B6','值','云岭市场监管所','text','云岭市场监管所','[]','','');
INSERT INTO "answers" VALUES(4,41,'row',1,'L02',NULL,'创建单位名单','C6','值','市级','text','市级','[]','','');
INSERT INTO "answers" VALUES(4,42,'row',1,'L03',NULL,'创建单位名单','D6','值','2026-08-06','date','2026-08-06','[]','','');
INSERT INTO "answers" VALUES(4,43,'row',1,'L04',NULL,'创建单位名单','E6','值','已完成中期评估','text','已完成中期评估','[]','','');
INSERT INTO "answers" VALUES(4,44,'row',2,'L01',NULL,'创建单位名单','B7','值','云岭敬老服务中心','text','云岭敬老服务中心','[]','','');
INSERT INTO "answers" VALUES(4,45,'row',2,'L02',NULL,'创建单位名单','C7','值','县级','text','县级','[]','','');
INSERT INTO "answers" VALUES(4,46,'row',2,'L03',NULL,'创建单位名单','D7','值','2026-03-22','date','2026-03-22','[]','','');
INSERT INTO "answers" VALUES(4,47,'row',2,'L04',NULL,'创建单位名单','E7','值','方案已印发','text','方案已印发','[]','','');
INSERT INTO "answers" VALUES(5,0,'single',NULL,'C01',NULL,'基本情况','C7','值','１２','number','12','["全角"]','','');
INSERT INTO "answers" VALUES(6,0,'single',NULL,'C01',NULL,'基本情况','C7','值','１２','number','12','["全角"]','','');
CREATE TABLE arrivals (
        number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        digest TEXT NOT NULL,
        origin TEXT NOT NULL,
        received_at TEXT NOT NULL,
        step TEXT NOT NULL,
        starts INTEGER NOT NULL,
        bundle INTEGER,
        submission INTEGER,
        fate TEXT,
        unit TEXT NOT NULL,
        campaign TEXT NOT NULL,
        reason TEXT NOT NULL,
        FOREIGN KEY(bundle) REFERENCES arrivals (number),
        FOREIGN KEY(submission) REFERENCES submissions (number)
    );
INSERT INTO "arrivals" VALUES(1,'东河区.xlsx','16e38bdbae0b024516cadf0044d36a2292db77587e26a12aebe82cacbf433545','inbox','2026-10-09T09:00:00+08:00','cleared',1,NULL,1,'accepted','','文明单位创建','已收（第1版）');
INSERT INTO "arrivals" VALUES(2,'西河区.xlsx','477124002c30afb9eeca5ba6eeb5b54cda8e9d13e19c4481efb91f3d763dad1b','inbox','2026-10-09T10:00:00+08:00','cleared',1,NULL,2,'returned','','文明单位创建','退回（第1版）');
INSERT INTO "arrivals" VALUES(3,'新城区.xlsx','85e8943567b28ac4f27fad937edc35c296585e9a4d81043926abd3c3ade63e6b','inbox','2026-10-09T11:00:00+08:00','published',1,NULL,3,'accepted','','文明单位创建','已收（第1版）');
INSERT INTO "arrivals" VALUES(4,'云岭市.xlsx','3214ca93255e327a92199129fbeb31dd282f954ca3e5089ed56fe729499f6f14','inbox','2026-10-09T12:00:00+08:00','published',1,NULL,4,'accepted','','文明单位创建','已收（第1版）');
INSERT INTO "arrivals" VALUES(5,'U02 报送表.xlsx','9f3c49eb8b235c03fc8f9cb2db46499a276379841aac864b328c0c99ba9bd994','inbox','2026-10-09T12:00:00+08:00','recorded',1,NULL,5,'returned','','文明单位创建','');
INSERT INTO "arrivals" VALUES(6,'U02 报送表.xlsx','80e7c4cb359c1938675838a499313913ad1d16c3721677b9a7ca2199c29ad590','inbox','2026-10-09T12:00:00+08:00','recorded',1,NULL,6,'accepted','','文明单位创建','');
CREATE TABLE events (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	link TEXT NOT NULL
);
INSERT INTO "events" VALUES(1,'2026-10-09T09:00:00+08:00','文秘','收到','文明单位创建／东河区','东河区.xlsx','16e38bdbae0b024516cadf0044d36a2292db77587e26a12aebe82cacbf433545','da2c9309dc92228e8d7da8a666ddca9ffe1dd3e0d87df55853d45a51eb278b94');
INSERT INTO "events" VALUES(2,'2026-10-09T09:00:00+08:00','文秘','发回执','文明单位创建／东河区','第1版','16e38bdbae0b024516cadf0044d36a2292db77587e26a12aebe82cacbf433545','64135f874e9ce46dc93fbc40789ee66df8dc019b509e218dbca14a82f10ed03f');
INSERT INTO "events" VALUES(3,'2026-10-09T09:00:00+08:00','文秘','清收件箱','东河区.xlsx','','','aa10bf1c052308d7ee6f1ccd833350d94d27661784d5cf5c8ff3e99d1cca5f80');
INSERT INTO "events" VALUES(4,'2026-10-09T09:00:00+08:00','文秘','待认领','照片.jpg','这是图片，读不出填报内容。请按下发的 Excel 表样填报。','e56e783e4d68258fec1b387aa920ddcf91197063622f5fa5e24585bcd1c39ff5','5e9fbff0c097eecffa1191def3f8d4a606db2dc8148861e3314791b69832a0ef');
INSERT INTO "events" VALUES(5,'2026-10-09T10:00:00+08:00','文秘','重复报送','文明单位创建／东河区','东河区 再报.xlsx','16e38bdbae0b024516cadf0044d36a2292db77587e26a12aebe82cacbf433545','61184bb726aabf1fb42c69f66a44312ca855645caebed6d0cf018bcc2efb9447');
INSERT INTO "events" VALUES(6,'2026-10-09T10:00:00+08:00','文秘','收到有误','文明单位创建／西河区','西河区.xlsx','477124002c30afb9eeca5ba6eeb5b54cda8e9d13e19c4481efb91f3d763dad1b','ebfe4ea9c775047f9315f6041567c8ab61888403d938e1fcdca788dee7451539');
INSERT INTO "events" VALUES(7,'2026-10-09T10:00:00+08:00','文秘','发退回单','文明单位创建／西河区','第1版','477124002c30afb9eeca5ba6eeb5b54cda8e9d13e19c4481efb91f3d763dad1b','63d7b943358e7ad107b9a382bb55a2421afa1f29908447815b404f5a181e1096');
INSERT INTO "events" VALUES(8,'2026-10-09T10:00:00+08:00','文秘','清收件箱','西河区.xlsx','','','b46faaf54178b31eab1936c36a1cfdb020e5a0268f67fc706da316e18ad4ac29');
INSERT INTO "events" VALUES(9,'2026-10-09T11:00:00+08:00','文秘','收到','文明单位创建／新城区','新城区.xlsx','85e8943567b28ac4f27fad937edc35c296585e9a4d81043926abd3c3ade63e6b','d8f4815c5013f0781874c35ebf01aaff8c2496229888ec7284281d239434112b');
INSERT INTO "events" VALUES(10,'2026-10-09T12:00:00+08:00','文秘','补发答复','新城区.xlsx','','85e8943567b28ac4f27fad937edc35c296585e9a4d81043926abd3c3ade63e6b','389e27e25a3f52b4570b3341afcbb1dead2361f3225962d511dc9867e9668098');
INSERT INTO "events" VALUES(11,'2026-10-09T12:00:00+08:00','文秘','收到','文明单位创建／云岭市','云岭市.xlsx','3214ca93255e327a92199129fbeb31dd282f954ca3e5089ed56fe729499f6f14','64bb7bc744fae7b33f9e0d381937fe006a6ccd248f2649aa9ed5943bc3f2d530');
INSERT INTO "events" VALUES(12,'2026-10-09T12:00:00+08:00','文秘','发回执','文明单位创建／云岭市','第1版','3214ca93255e327a92199129fbeb31dd282f954ca3e5089ed56fe729499f6f14','b5e70b1e804e837c610ab2f176bab0c438d800ef52ecc4f8b99e1c1c08bf3031');
INSERT INTO "events" VALUES(13,'2026-10-09T12:00:00+08:00','文秘','收到有误','文明单位创建／东河区','','','013883713809d2b36ffd8f115cbebd056f432d3610f5d0e8ad1a451aab38037e');
INSERT INTO "events" VALUES(14,'2026-10-09T12:00:00+08:00','文秘','内容指纹','报送件5','6b28c65d8e342f7ff43cfe21d3eb44c747acc8d6ddf2dffa720cd745f10d6e42','9f3c49eb8b235c03fc8f9cb2db46499a276379841aac864b328c0c99ba9bd994','8540666e9958b3a40060db878d908bc240278c87750bf1a4498178b6b82e815b');
INSERT INTO "events" VALUES(15,'2026-10-09T12:00:00+08:00','文秘','收到','文明单位创建／东河区','','','5aa98d280f0d4d0b3105e36b0a31755514a5e9e606e764178f3d53238b4c40d9');
INSERT INTO "events" VALUES(16,'2026-10-09T12:00:00+08:00','文秘','内容指纹','报送件6','36ca0fecf0f667421b79b9ca57e7cf215f6f20f57d820a08009496fb7a8371c7','80e7c4cb359c1938675838a499313913ad1d16c3721677b9a7ca2199c29ad590','b9f2c2bbad17c45a90ec74f098045f410be166822ca39a14f45c63a10c9ceaa6');
CREATE TABLE findings (
	submission INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	workbook TEXT NOT NULL, 
	sheet TEXT NOT NULL, 
	cell TEXT NOT NULL, 
	label TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	level TEXT NOT NULL, 
	found TEXT NOT NULL, 
	wanted TEXT NOT NULL, 
	explained TEXT NOT NULL, 
	field_code TEXT NOT NULL, 
	PRIMARY KEY (submission, position), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
)
 WITHOUT ROWID

;
INSERT INTO "findings" VALUES(2,0,'西河区.xlsx','基本情况','C43','填报人','required-field-empty','错误','','确无此项的请填“无”。','','F01');
CREATE TABLE list_rows (
	submission INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	sheet TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	PRIMARY KEY (submission, position), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
)
 WITHOUT ROWID

;
INSERT INTO "list_rows" VALUES(1,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(1,1,'创建单位名单',6);
INSERT INTO "list_rows" VALUES(2,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(2,1,'创建单位名单',6);
INSERT INTO "list_rows" VALUES(2,2,'创建单位名单',7);
INSERT INTO "list_rows" VALUES(2,3,'创建单位名单',8);
INSERT INTO "list_rows" VALUES(2,4,'创建单位名单',9);
INSERT INTO "list_rows" VALUES(3,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(3,1,'创建单位名单',6);
INSERT INTO "list_rows" VALUES(3,2,'创建单位名单',7);
INSERT INTO "list_rows" VALUES(4,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(4,1,'创建单位名单',6);
INSERT INTO "list_rows" VALUES(4,2,'创建单位名单',7);
CREATE TABLE numbers (
	organ_code TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	serial INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	first_number INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	path TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	at TEXT NOT NULL, told TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (organ_code, year, serial)
);
CREATE TABLE submissions (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign TEXT NOT NULL, 
	period TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	name TEXT NOT NULL, 
	received_at TEXT NOT NULL, 
	late BOOLEAN NOT NULL, 
	decision TEXT NOT NULL, 
	answered BOOLEAN NOT NULL, 
	cleared BOOLEAN NOT NULL, 
	form_campaign TEXT NOT NULL, 
	form_unit TEXT NOT NULL, 
	workbook TEXT NOT NULL, 
	stamp_version TEXT NOT NULL, 
	missing_sheets TEXT NOT NULL, 
	unit_place TEXT, 
	UNIQUE (campaign, period, unit, version), 
	UNIQUE (campaign, period, unit, digest)
);
INSERT INTO "submissions" VALUES(1,'文明单位创建','一次性','Ub0c9c2',1,'16e38bdbae0b024516cadf0044d36a2292db77587e26a12aebe82cacbf433545','东河区.xlsx','2026-10-09T09:00:00+08:00',0,'已收',1,1,'文明单位创建','Ub0c9c2','东河区.xlsx','21093e','[]','["东河区.xlsx", "基本情况", "B2"]');
INSERT INTO "submissions" VALUES(2,'文明单位创建','一次性','Ubce45a',1,'477124002c30afb9eeca5ba6eeb5b54cda8e9d13e19c4481efb91f3d763dad1b','西河区.xlsx','2026-10-09T10:00:00+08:00',0,'退回',1,1,'文明单位创建','Ubce45a','西河区.xlsx','21093e','[]','["西河区.xlsx", "基本情况", "B2"]');
INSERT INTO "submissions" VALUES(3,'文明单位创建','一次性','Uea0777',1,'85e8943567b28ac4f27fad937edc35c296585e9a4d81043926abd3c3ade63e6b','新城区.xlsx','2026-10-09T11:00:00+08:00',0,'已收',1,0,'文明单位创建','Uea0777','新城区.xlsx','21093e','[]','["新城区.xlsx", "基本情况", "B2"]');
INSERT INTO "submissions" VALUES(4,'文明单位创建','一次性','U18863a',1,'3214ca93255e327a92199129fbeb31dd282f954ca3e5089ed56fe729499f6f14','云岭市.xlsx','2026-10-09T12:00:00+08:00',0,'已收',1,0,'文明单位创建','U18863a','云岭市.xlsx','21093e','[]','["云岭市.xlsx", "基本情况", "B2"]');
INSERT INTO "submissions" VALUES(5,'文明单位创建','一次性','U02',1,'9f3c49eb8b235c03fc8f9cb2db46499a276379841aac864b328c0c99ba9bd994','U02 报送表.xlsx','2026-10-09T12:00:00+08:00',0,'退回',0,0,'文明单位创建','U02','U02 报送表.xlsx','','[]',NULL);
INSERT INTO "submissions" VALUES(6,'文明单位创建','一次性','U02',2,'80e7c4cb359c1938675838a499313913ad1d16c3721677b9a7ca2199c29ad590','U02 报送表.xlsx','2026-10-09T12:00:00+08:00',0,'已收',0,0,'文明单位创建','U02','U02 报送表.xlsx','','[]',NULL);
CREATE TABLE trail_entries (
	trail INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	value TEXT NOT NULL, 
	text TEXT NOT NULL, 
	label TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	sources TEXT NOT NULL, 
	PRIMARY KEY (trail, position), 
	FOREIGN KEY(trail) REFERENCES trails (number)
)
 WITHOUT ROWID

;
CREATE TABLE trails (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	digest TEXT NOT NULL, 
	name TEXT NOT NULL
);
CREATE INDEX submissions_by_digest ON submissions (digest);
CREATE INDEX numbers_by_key ON numbers ("key");
CREATE INDEX trails_by_digest ON trails (digest);
CREATE INDEX trails_by_name ON trails (name);
CREATE TRIGGER events_stay BEFORE DELETE ON "events" BEGIN SELECT RAISE(ABORT, 'events: rows are never deleted'); END;
CREATE TRIGGER events_as_recorded BEFORE UPDATE OF "number", "at", "actor", "action", "subject", "detail", "digest", "link" ON "events" BEGIN SELECT RAISE(ABORT, 'events: rows stay as recorded'); END;
CREATE TRIGGER numbers_stay BEFORE DELETE ON "numbers" BEGIN SELECT RAISE(ABORT, 'numbers: rows are never deleted'); END;
CREATE TRIGGER submissions_stay BEFORE DELETE ON "submissions" BEGIN SELECT RAISE(ABORT, 'submissions: rows are never deleted'); END;
CREATE TRIGGER submissions_as_recorded BEFORE UPDATE OF "number", "campaign", "period", "unit", "version", "digest", "name", "received_at", "late", "decision", "form_campaign", "form_unit", "workbook", "stamp_version", "missing_sheets", "unit_place" ON "submissions" BEGIN SELECT RAISE(ABORT, 'submissions: rows stay as recorded'); END;
CREATE TRIGGER trails_stay BEFORE DELETE ON "trails" BEGIN SELECT RAISE(ABORT, 'trails: rows are never deleted'); END;
CREATE TRIGGER trails_as_recorded BEFORE UPDATE OF "number", "digest", "name" ON "trails" BEGIN SELECT RAISE(ABORT, 'trails: rows stay as recorded'); END;
CREATE TRIGGER answers_stay BEFORE DELETE ON "answers" BEGIN SELECT RAISE(ABORT, 'answers: rows are never deleted'); END;
CREATE TRIGGER answers_as_recorded BEFORE UPDATE OF "submission", "position", "part", "list_row", "field_code", "workbook", "sheet", "cell", "given", "typed", "value_type", "value", "changes", "fault", "explanation" ON "answers" BEGIN SELECT RAISE(ABORT, 'answers: rows stay as recorded'); END;
CREATE TRIGGER findings_stay BEFORE DELETE ON "findings" BEGIN SELECT RAISE(ABORT, 'findings: rows are never deleted'); END;
CREATE TRIGGER findings_as_recorded BEFORE UPDATE OF "submission", "position", "workbook", "sheet", "cell", "label", "rule", "level", "found", "wanted", "explained", "field_code" ON "findings" BEGIN SELECT RAISE(ABORT, 'findings: rows stay as recorded'); END;
CREATE TRIGGER list_rows_stay BEFORE DELETE ON "list_rows" BEGIN SELECT RAISE(ABORT, 'list_rows: rows are never deleted'); END;
CREATE TRIGGER list_rows_as_recorded BEFORE UPDATE OF "submission", "position", "sheet", "row" ON "list_rows" BEGIN SELECT RAISE(ABORT, 'list_rows: rows stay as recorded'); END;
CREATE TRIGGER trail_entries_stay BEFORE DELETE ON "trail_entries" BEGIN SELECT RAISE(ABORT, 'trail_entries: rows are never deleted'); END;
CREATE TRIGGER trail_entries_as_recorded BEFORE UPDATE OF "trail", "position", "at", "value", "text", "label", "basis", "sources" ON "trail_entries" BEGIN SELECT RAISE(ABORT, 'trail_entries: rows stay as recorded'); END;
CREATE TRIGGER numbers_settled_once BEFORE UPDATE ON numbers WHEN OLD.status <> 'reserved' BEGIN SELECT RAISE(ABORT, 'numbers: a settled number stays settled'); END;
CREATE INDEX arrivals_by_digest ON arrivals (digest, name);
CREATE INDEX arrivals_open ON arrivals (number) WHERE step != 'cleared';
CREATE TRIGGER arrivals_stay BEFORE DELETE ON "arrivals"
    BEGIN SELECT RAISE(ABORT, 'arrivals: rows are never deleted'); END;
CREATE TRIGGER arrivals_as_recorded
    BEFORE UPDATE OF "number", "name", "digest", "origin", "received_at", "bundle" ON "arrivals"
    BEGIN SELECT RAISE(ABORT, 'arrivals: rows stay as recorded'); END;
CREATE TRIGGER arrivals_settled_once BEFORE UPDATE ON arrivals WHEN OLD.step = 'cleared'
    BEGIN SELECT RAISE(ABORT, 'arrivals: what is done stays done'); END;
CREATE TRIGGER numbers_as_recorded
    BEFORE UPDATE OF "organ_code", "year", "serial", "total", "first_number", "kind", "title", "told"
    ON "numbers" BEGIN SELECT RAISE(ABORT, 'numbers: rows stay as recorded'); END;
CREATE INDEX events_by_subject ON events (subject, action);
CREATE INDEX events_by_digest ON events (digest, action);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('submissions',6);
INSERT INTO "sqlite_sequence" VALUES('events',16);
INSERT INTO "sqlite_sequence" VALUES('arrivals',6);
COMMIT;
PRAGMA user_version = 3;
